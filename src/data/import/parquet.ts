/**
 * Parquet as the Hugging Face hub writes it: a struct of the image's bytes and path, and an integer label. Its table of
 * contents is at the end, so that the first row groups can be read without the others.
 * hyparquet decodes; it believes the lengths in page headers and may run for ever on a damaged file, so these are checked
 * first, and columns are decoded through its synchronous part, from which no promise can escape.
 */
import type { ColumnMetaData, FileMetaData, RowGroup, SchemaElement } from "hyparquet";
import { parquetMetadata } from "hyparquet";
import { parquetHeader, readColumn } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { getSchemaPath } from "hyparquet/src/schema.js";
import { BadInput } from "../../core/bad-input.ts";
import type { FaultPlace } from "../../core/data-fault.ts";
import type { Budget } from "./budget.ts";
import { DamageFound, damageOf, damaged, faulty } from "./damage.ts";
import type { RangedFile } from "./files.ts";
import { nameOf, splitIn } from "./files.ts";
import { PictureStack, type Stacked } from "./picture-stack.ts";
import type { DecodePicture } from "./picture.ts";

const magic = "PAR1";
/** A number of variable length goes on as long as its bytes are 128 or more, and hyparquet's work grows with its square. */
const longestNumber = 16_384;
const encodings = ["PLAIN", "RLE", "PLAIN_DICTIONARY", "RLE_DICTIONARY"];
const codecs = ["UNCOMPRESSED", "SNAPPY"];

export function isParquet(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === magic;
}

/** A file whose table of contents has been read, and nothing else of it. */
export interface ParquetFile {
  readonly source: RangedFile;
  readonly metadata: FileMetaData;
}

export async function openParquet(source: RangedFile): Promise<ParquetFile> {
  return { source, metadata: await metadataOf(source) };
}

/** How many rows its first `most` images take, and how many bytes these unpack to, as the file says; null: all of them. */
export function askedOf({ source, metadata }: ParquetFile, most: number | null): { rows: number; unpacked: number } {
  const own = Object.values(columnsOf(source.path, metadata));
  const { groups, rows } = firstGroups(metadata, most);
  const columns = groups.flatMap((group) => group.columns.flatMap(({ meta_data: meta }) => meta ?? []));
  const read = columns.filter(({ path_in_schema: path }) => own.includes(path.join(".")));
  return { rows, unpacked: read.reduce((sum, meta) => sum + Number(meta.total_uncompressed_size), 0) };
}

/** The first `most` images; null: all of them. */
export async function parquetPictures(
  { source, metadata }: ParquetFile,
  most: number | null,
  decode: DecodePicture,
  budget: Budget,
): Promise<Stacked> {
  const { path: file } = source;
  const { imageColumn, labelColumn } = columnsOf(file, metadata);
  const classes = namesIn(metadata, labelColumn);
  const classCount = classes?.length ?? budget.limits.classes;
  const stack = new PictureStack(file, decode, budget);
  const { groups, rows: wanted } = firstGroups(metadata, most);
  const end = Math.max(0, ...groups.map((group) => endOf(group, [imageColumn, labelColumn])));
  let row = 0;
  for (const [index, group] of groups.entries()) {
    budget.tick(file, row, wanted);
    const rows = Number(group.num_rows);
    budget.allow("images", row + rows, file);
    const read = (path: string) => columnValues({ source, metadata, path, group: index, rows, end }, budget);
    const images = await read(imageColumn);
    const labels = await read(labelColumn);
    for (let at = 0; at < rows && row < wanted; at++) {
      row += 1;
      const label = Number(labels[at]);
      if (!(Number.isInteger(label) && label >= 0 && label < classCount))
        throw faulty(
          file,
          { at: "row", index: row },
          {
            kind: "label",
            label: String(labels[at]).slice(0, 20),
            classes: classCount,
          },
        );
      const image = unwrapped(images[at]);
      if (!(image instanceof Uint8Array)) throw damaged(file, { at: "row", index: row }, "no-image");
      await stack.add(image, `${file} (row ${row})`, label);
    }
  }
  return { stack, split: splitIn(nameOf(file)) ?? "training", classes };
}

/** The row groups that hold the first `most` rows, and how many rows these are. */
function firstGroups({ row_groups: all }: FileMetaData, most: number | null) {
  const groups: RowGroup[] = [];
  let rows = 0;
  for (const group of all) {
    if (most !== null && rows >= most) break;
    groups.push(group);
    rows += Number(group.num_rows);
  }
  return { groups, rows: most === null ? rows : Math.min(rows, most) };
}

/** Where the last of these columns ends in the file. */
function endOf(group: RowGroup, columns: readonly string[]): number {
  const own = group.columns.filter(({ meta_data: meta }) => columns.includes(meta?.path_in_schema.join(".") ?? ""));
  return Math.max(
    0,
    ...own.map(({ meta_data: meta }) => (meta ? startOf(meta) + Number(meta.total_compressed_size) : 0)),
  );
}

function startOf(meta: ColumnMetaData): number {
  return Number(meta.dictionary_page_offset || meta.data_page_offset);
}

/** A field of a struct that may be absent comes in a list of one. */
function unwrapped(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** Longer than most tables of contents, so that one reading fetches them. */
const tailBytes = 2 ** 17;

async function metadataOf({ path, bytes, range }: RangedFile): Promise<FileMetaData> {
  const last = Math.max(0, bytes - tailBytes);
  let tail = await range(last, bytes, bytes);
  try {
    const length = new DataView(tail.buffer, tail.byteOffset + tail.length - 8, 4).getUint32(0, true);
    const start = bytes - 8 - length;
    if (start < 4) throw new DamageFound("table-length");
    if (start < last) tail = await range(start, bytes, bytes);
    let run = 0;
    for (const byte of tail.subarray(tail.length - 8 - length, tail.length - 8)) {
      run = byte < 128 ? 0 : run + 1;
      if (run > longestNumber) throw new DamageFound("endless-number");
    }
    return parquetMetadata(tail);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw damaged(path, { at: "contents" }, damageOf(error));
  }
}

/** The image's bytes, and the label: fine before coarse. Columns are named by their path, joined with dots. */
function columnsOf(file: string, { row_groups: groups }: FileMetaData): { imageColumn: string; labelColumn: string } {
  const paths = (groups[0]?.columns ?? []).map(({ meta_data: meta }) => meta?.path_in_schema.join(".") ?? "");
  const imageColumn = paths.find((path) => /^[^.]+\.bytes$/.test(path));
  const labelColumn = ["label", "fine_label", "labels", "target"].find((name) => paths.includes(name));
  if (imageColumn === undefined || labelColumn === undefined)
    throw faulty(file, null, {
      kind: "missing",
      what: "columns",
    });
  return { imageColumn, labelColumn };
}

/** The hub writes the names of the classes into the file. */
function namesIn({ key_value_metadata: entries }: FileMetaData, labelColumn: string): string[] | null {
  const text = entries?.find(({ key }) => key === "huggingface")?.value;
  try {
    const found = ["info", "features", labelColumn, "names"].reduce(own, JSON.parse(text ?? "null"));
    return Array.isArray(found) && found.length > 0 && found.every((name) => typeof name === "string") ? found : null;
  } catch {
    return null;
  }
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

interface Column {
  readonly source: RangedFile;
  readonly metadata: FileMetaData;
  readonly path: string;
  readonly group: number;
  readonly rows: number;
  /** Of all that will be read of the file. */
  readonly end: number;
}

/** One value a row. */
async function columnValues(column: Column, budget: Budget): Promise<readonly unknown[]> {
  const { source, rows } = column;
  const { path: file } = source;
  const place = placeOf(column);
  try {
    const { meta, start, end, element, schemaPath } = chunkOf(column);
    const chunk = await source.range(start, end, column.end);
    budget.unpack(chunk.length, checkPages(chunk, rows), file, place);
    const decoder = {
      pathInSchema: meta.path_in_schema,
      element,
      schemaPath,
      ...meta,
      parsers: DEFAULT_PARSERS,
      utf8: false,
    };
    const { data } = readColumn(
      readerOf(chunk),
      { groupStart: 0, groupRows: rows, selectStart: 0, selectEnd: rows },
      decoder,
    );
    const values = data.flatMap((part) => Array.from(part as ArrayLike<unknown>));
    if (values.length !== rows) throw new DamageFound({ why: "values", values: values.length, rows });
    return values;
  } catch (error) {
    throw error instanceof BadInput ? error : damaged(file, place, damageOf(error));
  }
}

function placeOf({ group, path }: Column): FaultPlace {
  return { at: "column", group: group + 1, column: path };
}

function chunkOf(column: Column) {
  const { metadata, path, group } = column;
  const { bytes } = column.source;
  const meta = metadata.row_groups[group]!.columns.find(
    ({ meta_data: own }) => own?.path_in_schema.join(".") === path,
  )?.meta_data;
  if (!meta) throw new DamageFound("no-column");
  if (!codecs.includes(meta.codec))
    throw faulty(column.source.path, placeOf(column), { kind: "unsupported", what: "codec", codec: meta.codec });
  const start = startOf(meta);
  const end = start + Number(meta.total_compressed_size);
  if (!(start >= 4 && start < end && end <= bytes)) throw new DamageFound("outside");
  const schemaPath = getSchemaPath(metadata.schema, meta.path_in_schema);
  if (schemaPath.some(({ element }) => element.repetition_type === "REPEATED")) throw new DamageFound("lists");
  const element: SchemaElement = schemaPath.at(-1)!.element;
  return { meta: meta satisfies ColumnMetaData, start, end, element, schemaPath };
}

/** Walks over the pages as hyparquet will, and returns how many bytes they unpack to. */
function checkPages(chunk: Uint8Array, rows: number): number {
  const reader = readerOf(chunk);
  let values = 0;
  let unpacked = 0;
  while (reader.offset < chunk.length - 1) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size } = header;
    if (!(packed > 0 && reader.offset + packed <= chunk.length && size >= 0)) throw new DamageFound("page-end");
    const page = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header;
    if (!page || !(page.num_values > 0) || !encodings.includes(page.encoding)) throw new DamageFound("page-kind");
    if (header.type === "DICTIONARY_PAGE" ? page.num_values > size : page.num_values > rows - values)
      throw new DamageFound("page-values");
    if (header.type !== "DICTIONARY_PAGE") values += page.num_values;
    unpacked += size;
    reader.offset += packed;
  }
  return unpacked;
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

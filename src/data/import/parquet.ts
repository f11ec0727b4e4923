/**
 * Parquet as the Hugging Face hub writes it: a struct of the image's bytes and path, and an integer label.
 * hyparquet decodes; it believes the lengths in page headers and may run for ever on a damaged file, so these are checked
 * first, and columns are decoded through its synchronous part, from which no promise can escape.
 */
import type { ColumnMetaData, FileMetaData, SchemaElement } from "hyparquet";
import { parquetMetadata } from "hyparquet";
import { parquetHeader, readColumn } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { getSchemaPath } from "hyparquet/src/schema.js";
import { BadInput, reasonOf } from "../../core/bad-input.ts";
import type { Budget } from "./budget.ts";
import { faulty } from "./budget.ts";
import { nameOf, splitIn } from "./files.ts";
import type { Part } from "./part.ts";
import { PictureStack } from "./picture-stack.ts";
import type { DecodePicture } from "./picture.ts";

const magic = "PAR1";
/** A number of variable length goes on as long as its bytes are 128 or more, and hyparquet's work grows with its square. */
const longestNumber = 16_384;
const encodings = ["PLAIN", "RLE", "PLAIN_DICTIONARY", "RLE_DICTIONARY"];
const codecs = ["UNCOMPRESSED", "SNAPPY"];

export function isParquet(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === magic;
}

export async function parquetPart(
  file: string,
  bytes: Uint8Array,
  decode: DecodePicture,
  budget: Budget,
): Promise<Part> {
  const metadata = metadataOf(file, bytes);
  const { imageColumn, labelColumn } = columnsOf(file, metadata);
  const classes = namesIn(metadata, labelColumn);
  const most = classes?.length ?? budget.limits.classes;
  const stack = new PictureStack(file, decode, budget);
  let row = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    budget.tick(file);
    const rows = Number(group.num_rows);
    budget.allow("images", row + rows, file);
    const read = (path: string) => columnValues({ file, bytes, metadata, path, group: index, rows }, budget);
    const images = read(imageColumn);
    const labels = read(labelColumn);
    for (let at = 0; at < rows; at++) {
      row += 1;
      const label = Number(labels[at]);
      if (!(Number.isInteger(label) && label >= 0 && label < most))
        throw faulty(file, `row ${row}`, { kind: "label", label: String(labels[at]).slice(0, 20), classes: most });
      const image = unwrapped(images[at]);
      if (!(image instanceof Uint8Array))
        throw faulty(file, `row ${row}`, { kind: "damaged", detail: "it has no bytes of an image" });
      await stack.add(image, `${file} (row ${row})`, label);
    }
  }
  return stack.part(splitIn(nameOf(file)) ?? "training", classes);
}

/** A field of a struct that may be absent comes in a list of one. */
function unwrapped(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function metadataOf(file: string, bytes: Uint8Array): FileMetaData {
  try {
    const length = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 4).getUint32(0, true);
    let run = 0;
    for (const byte of bytes.subarray(Math.max(0, bytes.length - 8 - length), bytes.length - 8)) {
      run = byte < 128 ? 0 : run + 1;
      if (run > longestNumber) throw new Error("a number without an end");
    }
    return parquetMetadata(bytes);
  } catch (error) {
    throw faulty(file, "its table of contents", { kind: "damaged", detail: reasonOf(error) });
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
      what: "a column of images ({bytes, path}) and one named label or fine_label",
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
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly metadata: FileMetaData;
  readonly path: string;
  readonly group: number;
  readonly rows: number;
}

/** One value a row. */
function columnValues(column: Column, budget: Budget): readonly unknown[] {
  const { file, path, group, rows } = column;
  const place = `row group ${group + 1}, column ${path}`;
  try {
    const { meta, chunk, element, schemaPath } = chunkOf(column);
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
    if (values.length !== rows) throw new Error(`${values.length} values for ${rows} rows`);
    return values;
  } catch (error) {
    throw error instanceof BadInput ? error : faulty(file, place, { kind: "damaged", detail: reasonOf(error) });
  }
}

function chunkOf({ bytes, metadata, path, group }: Column) {
  const meta = metadata.row_groups[group]!.columns.find(
    ({ meta_data: own }) => own?.path_in_schema.join(".") === path,
  )?.meta_data;
  if (!meta) throw new Error("the column is missing");
  if (!codecs.includes(meta.codec)) throw new Error(`compressed with ${meta.codec}, where only SNAPPY is read`);
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const end = start + Number(meta.total_compressed_size);
  if (!(start >= 4 && start < end && end <= bytes.length)) throw new Error("its place is outside the file");
  const schemaPath = getSchemaPath(metadata.schema, meta.path_in_schema);
  if (schemaPath.some(({ element }) => element.repetition_type === "REPEATED")) throw new Error("it holds lists");
  const element: SchemaElement = schemaPath.at(-1)!.element;
  return { meta: meta satisfies ColumnMetaData, chunk: bytes.subarray(start, end), element, schemaPath };
}

/** Walks over the pages as hyparquet will, and returns how many bytes they unpack to. */
function checkPages(chunk: Uint8Array, rows: number): number {
  const reader = readerOf(chunk);
  let values = 0;
  let unpacked = 0;
  while (reader.offset < chunk.length - 1) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packed, uncompressed_page_size: size } = header;
    if (!(packed > 0 && reader.offset + packed <= chunk.length && size >= 0)) throw new Error("a page has no end");
    const page = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header;
    if (!page || !(page.num_values > 0) || !encodings.includes(page.encoding))
      throw new Error("a page is of no known kind");
    if (header.type === "DICTIONARY_PAGE" ? page.num_values > size : page.num_values > rows - values)
      throw new Error("a page has more values than rows");
    if (header.type !== "DICTIONARY_PAGE") values += page.num_values;
    unpacked += size;
    reader.offset += packed;
  }
  return unpacked;
}

function readerOf(bytes: Uint8Array) {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
}

/** From files of any form that is read here to one set of labelled images. */
import type { Budget } from "./budget.ts";
import { faulty } from "./damage.ts";
import { cifarPart } from "./cifar.ts";
import { csvPart } from "./csv.ts";
import type { RangedFile, SourceFile } from "./files.ts";
import { inMemory, nameOf } from "./files.ts";
import { folderParts, isPictureName } from "./folders.ts";
import type { FoundSet } from "./found-set.ts";
import { foundSet } from "./found-set.ts";
import { gunzipped, isGzip } from "./gzip.ts";
import { idxKind, idxPart, idxStem } from "./idx.ts";
import { letGo } from "./let-go.ts";
import { isNamesFile, namesIn } from "./names.ts";
import type { NpyArray } from "./npy.ts";
import { isNpy, npyArray } from "./npy.ts";
import { npyParts } from "./npz.ts";
import { isParquet, openParquet, parquetPictures } from "./parquet.ts";
import type { Part } from "./part.ts";
import { stackedParts, type Stacked } from "./picture-stack.ts";
import type { DecodePicture } from "./picture.ts";
import { isTar, tarMembers } from "./tar.ts";
import { isZip, zipMembers } from "./zip.ts";

/** An archive in an archive in an archive is a trap. */
const deepest = 2;

/** A file, and what it begins with or holds. */
interface Opened {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * `name` is the file or folder that was given, and begins each path. Throws `BadInput` (code "data-file") that names the
 * file and the place, within the budget's limits. Files are told apart by their first bytes, and by their names where
 * these say nothing (.bin, .csv, pictures).
 */
export async function readImages(
  name: string,
  files: readonly SourceFile[],
  decode: DecodePicture,
  budget: Budget,
): Promise<FoundSet> {
  const { parts, names, ignored } = await partsIn(name, files, decode, budget);
  return foundSet(name, parts, names, ignored, budget);
}

interface Parts {
  readonly parts: readonly Part[];
  readonly names: readonly string[] | null;
  readonly ignored: readonly string[];
}

async function partsIn(
  name: string,
  files: readonly SourceFile[],
  decode: DecodePicture,
  budget: Budget,
): Promise<Parts> {
  budget.allow("files", files.length, name);
  const sorted: Sorted = { pictures: [], opened: [], unpacked: [], ignored: [], folders: [] };
  for (const file of files) await sort(file, 0, sorted, budget);
  const { pictures, opened, unpacked, ignored } = sorted;
  const names = classNames(opened, budget);
  const others = opened.filter(({ path }) => !isNamesFile(path));
  const parts = await partsOf(name, others, names, decode, budget);
  // Pictures beside a set in another form are its illustrations.
  if (parts.length > 0) ignored.push(...pictures.map(({ path }) => path));
  else if (pictures.length > 0) {
    const found = await folderParts(name, pictures, decode, budget);
    parts.push(...found.parts);
    ignored.push(...found.ignored);
  }
  ignored.push(...emptyFolders(sorted));
  // Parts have images of their own.
  for (const bytes of unpacked) letGo(bytes);
  return { parts, names, ignored };
}

interface Sorted {
  readonly pictures: SourceFile[];
  readonly opened: Opened[];
  /** Contents of gzip files, of which what was opened are parts. */
  readonly unpacked: Uint8Array[];
  readonly ignored: string[];
  /** Their paths end with a slash. */
  readonly folders: string[];
}

/** Those that nothing lies in, not even what was left out. */
function emptyFolders({ pictures, opened, ignored, folders }: Sorted): string[] {
  const filled = new Set<string>();
  for (const path of [...[...pictures, ...opened].map((file) => file.path), ...ignored, ...folders]) {
    let above = path.replace(/[^/]+\/?$/, "");
    while (above !== "" && !filled.has(above)) {
      filled.add(above);
      above = above.replace(/[^/]+\/$/, "");
    }
  }
  return folders.filter((path) => !filled.has(path));
}

async function sort(file: SourceFile, depth: number, sorted: Sorted, budget: Budget): Promise<void> {
  budget.tick(file.path);
  if (isHidden(file.path)) return;
  if (file.path.endsWith("/")) {
    sorted.folders.push(file.path);
    return;
  }
  budget.allow("bytes", file.bytes, file.path);
  if (isPictureName(file.path)) {
    sorted.pictures.push(file);
    return;
  }
  if (!mayHoldImages(file.path)) {
    sorted.ignored.push(file.path);
    return;
  }
  const found = await openedOrMembers(file, sorted.unpacked, budget);
  if ("bytes" in found) {
    sorted.opened.push(found);
    return;
  }
  if (depth === deepest)
    throw faulty(file.path, null, {
      kind: "unsupported",
      what: "deep",
    });
  budget.allow("files", found.members.length, file.path);
  for (const member of found.members) await sort(member, depth + 1, sorted, budget);
}

/** What systems leave lying about. */
function isHidden(path: string): boolean {
  return path.split("/").some((part) => /^(?:\..+|__MACOSX|Thumbs\.db|desktop\.ini)$/.test(part) && part !== "..");
}

/** Texts and web pages lie beside many sets; anything that claims to hold images is looked into. */
function mayHoldImages(path: string): boolean {
  return isNamesFile(path) || !/\.(?:txt|md|html?|py|json|ya?ml|pdf|log)$/i.test(path);
}

/** The files in an archive; any other file as it is. An `.npz` is a zip. */
async function openedOrMembers(
  file: SourceFile,
  contents: Uint8Array[],
  budget: Budget,
): Promise<Opened | { readonly members: readonly SourceFile[] }> {
  const { path } = file;
  // CIFAR-10's archive has 162 MiB: what can be unpacked as it is read is never held packed.
  if (file.range && isGzip(await file.range(0, Math.min(2, file.bytes), file.bytes)))
    return unpacked({ path, bytes: file.bytes, range: file.range }, contents, budget);
  const bytes = await file.read();
  if (isZip(bytes)) return { members: zipMembers(bytes, path, budget) };
  if (isTar(bytes)) return { members: tarMembers(bytes, path, budget) };
  return isGzip(bytes) ? unpacked(inMemory(path, bytes), contents, budget) : { path, bytes };
}

/** The files in a gzip file: an archive's, or the one that it is of. */
async function unpacked(
  file: RangedFile,
  all: Uint8Array[],
  budget: Budget,
): Promise<{ readonly members: readonly SourceFile[] }> {
  const { path } = file;
  const contents = await gunzipped(file, budget);
  all.push(contents);
  if (isTar(contents)) return { members: tarMembers(contents, path, budget) };
  const inner = path.replace(/\.gz$/i, "");
  return { members: [{ path: inner, bytes: contents.length, read: () => Promise.resolve(contents) }] };
}

/** Fine names before coarse ones. */
function classNames(opened: readonly Opened[], budget: Budget): readonly string[] | null {
  const all = opened.filter(({ path }) => isNamesFile(path));
  const fine = all.filter(({ path }) => !/coarse/i.test(path));
  for (const { path, bytes } of fine) {
    const names = namesIn(path, bytes, budget);
    if (names) return names;
  }
  return null;
}

async function partsOf(
  root: string,
  opened: readonly Opened[],
  names: readonly string[] | null,
  decode: DecodePicture,
  budget: Budget,
): Promise<Part[]> {
  const parts: Part[] = [];
  const arrays: NpyArray[] = [];
  const stacked: Stacked[] = [];
  for (const file of opened) {
    const { path, bytes } = file;
    if (isNpy(bytes)) arrays.push(npyArray(path, bytes, budget));
    else if (isParquet(bytes))
      stacked.push(await parquetPictures(await openParquet(inMemory(path, bytes)), null, decode, budget));
    else if (idxKind(file) === "images") parts.push(idxPart(file, labelsFor(file, opened), budget));
    else if (idxKind(file) === "labels") imagesFor(file, opened);
    else if (/\.bin$/i.test(path)) parts.push(cifarPart(path, bytes, names, budget));
    else if (/\.(?:csv|tsv)$/i.test(path)) parts.push(csvPart(path, bytes, budget));
    else throw faulty(path, null, { kind: "format" });
  }
  parts.push(...npyParts(arrays, budget), ...stackedParts(stacked));
  if (arrays.length > 0 && parts.length === 0) throw faulty(root, null, { kind: "missing", what: "arrays" });
  return parts;
}

function labelsFor(images: Opened, opened: readonly Opened[]): Opened {
  const labels = opened.find((file) => idxKind(file) === "labels" && idxStem(file.path) === idxStem(images.path));
  if (labels) return labels;
  const wanted = nameOf(images.path).replace("images", "labels").replace("idx3", "idx1");
  throw faulty(images.path, null, { kind: "missing", what: "labels", name: wanted });
}

/** Labels that no images belong to were given alone by mistake. */
function imagesFor(labels: Opened, opened: readonly Opened[]): void {
  const found = opened.some((file) => idxKind(file) === "images" && idxStem(file.path) === idxStem(labels.path));
  if (!found) throw faulty(labels.path, null, { kind: "missing", what: "images-of-labels" });
}

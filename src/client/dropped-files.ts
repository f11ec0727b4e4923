/** What a person dropped, picked or pasted, as files with the paths that they lie at. */
import { BadInput } from "../core/bad-input.ts";
import type { GivenFile } from "../protocol/import-messages.ts";

/** `name` begins each path: of the one file or folder, or of the first and how many more. */
export interface Given {
  readonly name: string;
  readonly files: readonly GivenFile[];
}

/** As many as the readers take. */
const mostFiles = 250_000;
/** As an experiment is copied from a file, an issue, a mail. */
const json = /^\s*\{\s*"/;
const link = /^\S*(#x\d{1,3}[.:]\S*)$/;
/** A text of numbers, as a table is copied. */
const table = /^[^\n]{1,200000}[,;\t][^\n]*\n/;

/** Null where nothing that was dragged is a file. To be called while the event lasts. */
export function dropped(transfer: DataTransfer): Promise<Given> | null {
  const entries = [...transfer.items].flatMap((item) => (item.kind === "file" ? (item.webkitGetAsEntry() ?? []) : []));
  if (entries.length > 0) return givenEntries(entries);
  const files = [...transfer.files];
  return files.length > 0 ? Promise.resolve(picked(files)) : null;
}

/** Files, or the text of one: a table of numbers, or JSON; null where the clipboard holds neither. */
export function pasted(transfer: DataTransfer): Promise<Given> | null {
  const files = dropped(transfer);
  if (files) return files;
  const text = transfer.getData("text/plain");
  const path = json.test(text) ? "pasted.json" : table.test(text) ? "pasted.csv" : null;
  return path === null ? null : Promise.resolve({ name: path, files: [{ path, file: new Blob([text]) }] });
}

/** The hash of a link of the lab; null where the clipboard holds none. */
export function pastedLink(transfer: DataTransfer): string | null {
  return link.exec(transfer.getData("text/plain").trim())?.[1] ?? null;
}

/** Of a file picker; those of a folder know their place in it. */
export function picked(files: readonly File[]): Given {
  const paths = files.map((file) => file.webkitRelativePath || file.name);
  const folder = paths[0]?.includes("/") ? paths[0].slice(0, paths[0].indexOf("/")) : null;
  if (folder !== null) return { name: folder, files: files.map((file, index) => ({ path: paths[index]!, file })) };
  return named(files.map((file) => ({ path: file.name, file })));
}

async function givenEntries(entries: readonly FileSystemEntry[]): Promise<Given> {
  const found: GivenFile[] = [];
  for (const entry of entries) await gather(entry, found);
  const [only, ...more] = entries;
  return only?.isDirectory && more.length === 0 ? { name: only.name, files: found } : named(found);
}

/** One file is named by itself; several by the first, which begins their paths then. */
function named(files: readonly GivenFile[]): Given {
  const [first, ...more] = files;
  if (!first) return { name: "", files };
  if (more.length === 0) return { name: first.path, files };
  const name = `${first.path.split("/")[0]} +${more.length}`;
  return { name, files: files.map(({ path, file }) => ({ path: `${name}/${path}`, file })) };
}

async function gather(entry: FileSystemEntry, found: GivenFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, "");
  if (found.length >= mostFiles) {
    const fault = { kind: "limit", what: "files", most: mostFiles, found: found.length + 1 } as const;
    throw new BadInput({ code: "data-file", file: path, place: null, fault });
  }
  if (isFile(entry)) found.push({ path, file: await fileOf(entry) });
  else if (isFolder(entry)) {
    const inside = await entriesIn(entry);
    // The readers name a folder that is empty.
    if (inside.length === 0) found.push({ path: `${path}/`, file: new Blob([]) });
    for (const inner of inside) await gather(inner, found);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives a hundred or so at a time, and none when it is through. */
async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

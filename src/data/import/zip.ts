/** Zip archives. The directory is read here, because fflate believes the sizes it states and checks no checksum. */
import { BadInput } from "../../core/bad-input.ts";
import type { FaultPlace } from "../../core/data-fault.ts";
import type { Budget } from "./budget.ts";
import { damageOf, damaged, faulty } from "./damage.ts";
import { crc32 } from "./crc32.ts";
import type { SourceFile } from "./files.ts";
import { inflatedExactly } from "./inflate.ts";
import { memberFolders, memberPath } from "./member-path.ts";

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
const longestComment = 65_535;

/** One line of the directory. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly localAt: number;
  readonly place: FaultPlace;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && bytes[3] === bytes[2] + 1;
}

/** The files and folders of an archive; each is unpacked when it is read. Nothing is unpacked before all have been allowed. */
export function zipMembers(bytes: Uint8Array, file: string, budget: Budget): SourceFile[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = entriesOf(view, bytes, file, budget);
  const entries = all.filter(({ name }) => !name.endsWith("/"));
  for (const { packed, unpacked, place } of entries) budget.unpack(packed, unpacked, file, place);
  const files = entries.map((entry) => ({
    path: memberPath(file, entry.name, entry.place),
    bytes: entry.unpacked,
    read: async () => {
      budget.tick(file);
      return contentsOf(entry, view, bytes, file, () => budget.tick(file));
    },
  }));
  const folders = all.filter(({ name }) => name.endsWith("/")).map(({ name }) => name);
  return [...files, ...memberFolders(file, folders)];
}

function entriesOf(view: DataView, bytes: Uint8Array, file: string, budget: Budget): Entry[] {
  const end = endOf(view);
  if (end === null) throw damaged(file, null, "directory", "zip");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff)
    throw faulty(file, null, {
      kind: "unsupported",
      what: "zip64",
    });
  budget.allow("files", count, file);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    const place: FaultPlace = { at: "entry", index: index + 1 };
    if (at + entryBytes > end || view.getUint32(at, true) !== entrySignature)
      throw damaged(file, place, "directory-cut", "zip");
    const nameBytes = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + entryBytes, at + entryBytes + nameBytes));
    if ((view.getUint16(at + 8, true) & 1) === 1) throw faulty(file, place, { kind: "unsupported", what: "encrypted" });
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      localAt: view.getUint32(at + 42, true),
      place,
    });
    at += entryBytes + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the directory's end stands: behind it there is at most a comment. */
function endOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - endBytes - longestComment);
  for (let at = view.byteLength - endBytes; at >= first; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return null;
}

function contentsOf(entry: Entry, view: DataView, bytes: Uint8Array, file: string, tick: () => void): Uint8Array {
  const { localAt, place, packed, unpacked } = entry;
  if (localAt + localBytes > bytes.length || view.getUint32(localAt, true) !== localSignature)
    throw damaged(file, place, "misplaced", "zip");
  const start = localAt + localBytes + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  if (start + packed > bytes.length)
    throw faulty(file, place, { kind: "cut", expected: start + packed, found: bytes.length });
  const contents = unpackedBytes(entry, bytes.subarray(start, start + packed), file, tick);
  if (contents.length !== unpacked || crc32(contents) !== entry.crc) throw damaged(file, place, "checksum", "zip");
  return contents;
}

function unpackedBytes(
  { method, unpacked, place }: Entry,
  packed: Uint8Array,
  file: string,
  tick: () => void,
): Uint8Array {
  if (method === 0) return packed;
  if (method !== 8)
    throw faulty(file, place, {
      kind: "unsupported",
      what: "method",
      method,
    });
  try {
    return inflatedExactly(packed, unpacked, tick);
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw damaged(file, place, damageOf(error), "zip");
  }
}

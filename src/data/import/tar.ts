/** Tar archives: files and folders with plain names, nothing else. */
import type { Budget } from "./budget.ts";
import { damaged, faulty } from "./damage.ts";
import type { SourceFile } from "./files.ts";
import { memberFolders, memberPath } from "./member-path.ts";

const block = 512;

export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= block && text(bytes.subarray(257, 262)) === "ustar";
}

/** The files and folders of an archive, as views of its bytes. */
export function tarMembers(bytes: Uint8Array, file: string, budget: Budget): SourceFile[] {
  const members: SourceFile[] = [];
  let at = 0;
  while (at + block <= bytes.length) {
    budget.tick(file);
    const header = bytes.subarray(at, at + block);
    // Two empty blocks end an archive; what follows is padding.
    if (header.every((byte) => byte === 0)) return members;
    const place = { at: "byte", index: at } as const;
    if (sumOf(header) !== octal(header.subarray(148, 156))) throw damaged(file, place, "header-checksum", "tar");
    const size = octal(header.subarray(124, 136));
    if (Number.isNaN(size)) throw damaged(file, place, "file-size", "tar");
    const start = at + block;
    if (start + size > bytes.length)
      throw faulty(file, place, { kind: "cut", expected: start + size, found: bytes.length });
    const contents = bytes.subarray(start, start + size);
    const type = String.fromCharCode(header[156]!);
    if (type === "0" || type === "\0") {
      members.push({
        path: memberPath(file, nameIn(header), place),
        bytes: size,
        read: () => Promise.resolve(contents),
      });
      budget.allow("files", members.length, file);
    } else if (type === "5") {
      members.push(...memberFolders(file, [nameIn(header)]));
    } else if (!isHarmless(type, contents)) {
      throw faulty(file, place, {
        kind: "unsupported",
        what: "tar-member",
      });
    }
    at = start + Math.ceil(size / block) * block;
  }
  // Every writer ends its archives: without an end, files may be missing.
  throw faulty(file, null, { kind: "cut", expected: at + block, found: bytes.length });
}

/** Extended headers that rename nothing and change no length. */
function isHarmless(type: string, contents: Uint8Array): boolean {
  return (type === "x" || type === "g") && !/(?:^|\n)\d+ (?:path|size|linkpath)=/.test(text(contents));
}

function nameIn(header: Uint8Array): string {
  const name = text(header.subarray(0, 100));
  const prefix = text(header.subarray(345, 500));
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Up to the first zero. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function octal(field: Uint8Array): number {
  const digits = /^[ ]*([0-7]{1,12})[ \0]*$/.exec(String.fromCharCode(...field))?.[1];
  return digits === undefined ? Number.NaN : Number.parseInt(digits, 8);
}

/** The checksum counts its own field as spaces. */
function sumOf(header: Uint8Array): number {
  let sum = 8 * 0x20;
  for (const [index, byte] of header.entries()) if (index < 148 || index >= 156) sum += byte;
  return sum;
}

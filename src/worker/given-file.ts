import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { SourceFile } from "../data/import/files.ts";

/** So much is read at a time: a browser takes a while for each reading, however small. */
const windowBytes = 2 ** 20;

/** A file that a person gave, whole or in parts; rejects with `BadInput` where the disk no longer has it. */
export function givenFile(path: string, file: Blob): SourceFile {
  let window = { from: 0, bytes: new Uint8Array(0) };
  const read = async (from: number, to: number) => {
    try {
      return new Uint8Array(await file.slice(from, to).arrayBuffer());
    } catch (error) {
      throw new BadInput({ code: "file-unread", path, status: null, reason: reasonOf(error) });
    }
  };
  return {
    path,
    bytes: file.size,
    read: () => read(0, file.size),
    range: async (from, to, ahead) => {
      const isThere = from >= window.from && to <= window.from + window.bytes.length;
      if (!isThere) window = { from, bytes: await read(from, Math.max(to, Math.min(ahead, from + windowBytes))) };
      return window.bytes.subarray(from - window.from, to - window.from);
    },
  };
}

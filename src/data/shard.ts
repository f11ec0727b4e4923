/** One file of a data set, checked and unpacked. */
import { BadInput } from "../core/bad-input.ts";
import { sha256Of } from "../core/canonical.ts";
import type { ShippedFault } from "../core/file-fault.ts";
import { gunzippedPieces } from "./gunzip.ts";
import type { Shard } from "./manifest.ts";

/** Brings a file of the lab's public folder; rejects with `BadInput` when it cannot be had. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** How far an opening has come; the unit is the opener's. */
export type OnProgress = (progress: { done: number; total: number }) => void;

/** The `length` bytes inside a shard. Nothing is unpacked before its hash is known to be right. */
export async function shardContents(
  path: string,
  shard: Shard,
  length: number,
  readFile: ReadFile,
): Promise<Uint8Array> {
  const bytes = await readFile(path);
  // Some servers say `Content-Encoding: gzip` for such a file, and the browser hands over what was inside.
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const expected = isPacked ? shard.sha256 : shard.contentsSha256;
  const hash = await sha256Of(bytes);
  if (hash !== expected) {
    const fault: ShippedFault =
      isPacked && bytes.length !== shard.bytes
        ? { kind: "bytes", found: bytes.length, expected: shard.bytes }
        : { kind: "hash", found: hash, expected };
    throw new BadInput({ code: "file-damaged", path, fault });
  }
  const contents = isPacked ? await gunzipped(bytes, length) : bytes;
  if (contents?.length !== length)
    throw new BadInput({ code: "file-damaged", path, fault: { kind: "images", expected: shard.count } });
  return contents;
}

/** The bytes inside a gzip file if there are exactly `length`, else null; never holds more than that. */
async function gunzipped(bytes: Uint8Array, length: number): Promise<Uint8Array | null> {
  const contents = new Uint8Array(length);
  let at = 0;
  for await (const piece of gunzippedPieces(bytes.length, (from, to) => bytes.subarray(from, to))) {
    if (at + piece.length > length) return null;
    contents.set(piece, at);
    at += piece.length;
  }
  return at === length ? contents : null;
}

/** `.gz` files. */
import { BadInput } from "../../core/bad-input.ts";
import { gunzippedPieces } from "../gunzip.ts";
import type { Budget } from "./budget.ts";
import { damageOf, damaged, faulty } from "./damage.ts";
import type { RangedFile } from "./files.ts";

/** Of fewer the ratio says little. */
const leastBytes = 2 ** 20;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The length of what is inside, modulo 2^32, stands in the last four bytes: allowed first, and then held to. */
export async function gunzipped({ path: file, bytes, range }: RangedFile, budget: Budget): Promise<Uint8Array> {
  if (bytes < 18) throw faulty(file, null, { kind: "cut", expected: 18, found: bytes });
  const last = await range(bytes - 4, bytes, bytes);
  const expected = new DataView(last.buffer, last.byteOffset, 4).getUint32(0, true);
  try {
    budget.unpack(bytes, expected, file);
  } catch (error) {
    // What was cut off says no length with its last bytes.
    await readThrough({ path: file, bytes, range }, budget);
    throw error;
  }
  const contents = new Uint8Array(expected);
  let length = 0;
  try {
    for await (const piece of gunzippedPieces(bytes, (from, to) => range(from, to, bytes))) {
      budget.tick(file, length, expected);
      length += piece.length;
      if (length > expected) break;
      contents.set(piece, length - piece.length);
    }
  } catch (error) {
    throw error instanceof BadInput ? error : damaged(file, null, damageOf(error), "gzip");
  }
  if (length !== expected) throw damaged(file, null, "other-length", "gzip");
  return contents;
}

/** Keeps nothing, and reads no more than the limits allow; throws what is wrong with the stream itself. */
async function readThrough({ path: file, bytes, range }: RangedFile, budget: Budget): Promise<void> {
  const most = Math.min(budget.limits.unpacked, budget.limits.ratio * Math.max(bytes, leastBytes));
  let length = 0;
  try {
    for await (const piece of gunzippedPieces(bytes, (from, to) => range(from, to, bytes))) {
      budget.tick(file, Math.min(length, most), most);
      length += piece.length;
      if (length > most) return;
    }
  } catch (error) {
    throw error instanceof BadInput ? error : damaged(file, null, damageOf(error), "gzip");
  }
}

/** Deflate with an end: as many bytes as were promised, in pieces, so that nothing hostile takes memory or time. */
import { Inflate } from "fflate";
import { DamageFound } from "./damage.ts";

/** Inflated at a time, a thousand times as many at most. */
const pieceBytes = 16_384;

/** `tick` is called between pieces and may throw. Throws `DamageFound` where `packed` holds another number of bytes than `length`. */
export function inflatedExactly(packed: Uint8Array, length: number, tick: () => void): Uint8Array {
  const contents = new Uint8Array(length);
  let at = 0;
  const inflator = new Inflate((part) => {
    if (at + part.length <= length) contents.set(part, at);
    at += part.length;
  });
  for (let from = 0; from < packed.length; from += pieceBytes) {
    tick();
    if (at > length) break;
    inflator.push(packed.subarray(from, from + pieceBytes), from + pieceBytes >= packed.length);
  }
  if (at !== length) throw new DamageFound("other-length");
  return contents;
}

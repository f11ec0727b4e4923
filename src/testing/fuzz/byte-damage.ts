/** Damage to bytes: flipped, overwritten, cut, dropped, doubled. */
import fc from "fast-check";
import { fraction } from "./fraction.ts";

/** A place is a fraction of the length, measured from an edge two times of three: that is where headers and directories lie. */
const place = fc.tuple(fraction, fc.constantFrom("whole", "start", "end"));
type Place = [number, "whole" | "start" | "end"];
const edge = 400;

const byteDamage = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), place, value: fc.integer({ min: 1, max: 255 }) }),
  fc.record({
    kind: fc.constant("word" as const),
    place,
    value: fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
  }),
  fc.record({ kind: fc.constant("cut" as const), place, value: fc.constant(0) }),
  fc.record({ kind: fc.constant("drop" as const), place, value: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ kind: fc.constant("double" as const), place, value: fc.integer({ min: 1, max: 512 }) }),
);
export type ByteDamage = typeof byteDamage extends fc.Arbitrary<infer T> ? T : never;

export const byteDamages: fc.Arbitrary<ByteDamage[]> = fc.array(byteDamage, { minLength: 1, maxLength: 4 });

function positionOf([fraction, where]: Place, length: number): number {
  const reach = where === "whole" ? length : Math.min(edge, length);
  const at = Math.min(reach - 1, Math.floor(fraction * reach));
  return where === "end" ? length - 1 - at : at;
}

function damagedOnce(bytes: Uint8Array, { kind, place: where, value }: ByteDamage): Uint8Array {
  if (bytes.length === 0) return bytes;
  const at = positionOf(where, bytes.length);
  const copy = Uint8Array.from(bytes);
  switch (kind) {
    case "flip":
      copy[at]! ^= value;
      return copy;
    case "word":
      for (let i = 0; i < 4 && at + i < copy.length; i++) copy[at + i] = (value >>> (8 * i)) & 255;
      return copy;
    case "cut":
      return copy.subarray(0, at);
    case "drop":
      return new Uint8Array(Buffer.concat([copy.subarray(0, at), copy.subarray(at + value)]));
    case "double":
      return new Uint8Array(Buffer.concat([copy.subarray(0, at + value), copy.subarray(at)]));
    default:
      return kind satisfies never;
  }
}

export function damagedBytes(bytes: Uint8Array, damages: readonly ByteDamage[]): Uint8Array {
  return damages.reduce(damagedOnce, bytes);
}

import { expect, test } from "vitest";
import { threefry } from "./threefry.ts";

// The known answers for threefry2x32, 20 rounds, from the Random123 distribution (kat_vectors): counter, key, result.
test.each([
  [0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x6b200159, 0x99ba4efe],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
  [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xc4923a9c, 0x483df7a0],
])("the counter %i %i under the key %i %i gives the published block", (low, high, key0, key1, first, second) => {
  const out = new Uint32Array(2);
  threefry(Uint32Array.of(key0, key1), low, high, out);
  expect([...out]).toEqual([first, second]);
});

/**
 * Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit counters, from J. Salmon, M. Moraes, R. Dror and D. Shaw,
 * "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011). Integers only, so every engine computes the same bits.
 */

const parity = 0x1bd11bda;

/** Writes the block of a counter `[low, high]` under a key to `out`, `[2]`. */
export function threefry(key: Uint32Array, low: number, high: number, out: Uint32Array): void {
  const k0 = key[0]!;
  const k1 = key[1]!;
  const k2 = parity ^ k0 ^ k1;
  let a = (low + k0) | 0;
  let b = (high + k1) | 0;
  // Four rounds, then a piece of the key and the number of the injection; the rotations alternate between two rows.
  for (let injection = 1; injection <= 5; injection++) {
    if (injection % 2 === 1) {
      a = (a + b) | 0;
      b = ((b << 13) | (b >>> 19)) ^ a;
      a = (a + b) | 0;
      b = ((b << 15) | (b >>> 17)) ^ a;
      a = (a + b) | 0;
      b = ((b << 26) | (b >>> 6)) ^ a;
      a = (a + b) | 0;
      b = ((b << 6) | (b >>> 26)) ^ a;
    } else {
      a = (a + b) | 0;
      b = ((b << 17) | (b >>> 15)) ^ a;
      a = (a + b) | 0;
      b = ((b << 29) | (b >>> 3)) ^ a;
      a = (a + b) | 0;
      b = ((b << 16) | (b >>> 16)) ^ a;
      a = (a + b) | 0;
      b = ((b << 24) | (b >>> 8)) ^ a;
    }
    const turn = injection % 3;
    a = (a + (turn === 1 ? k1 : turn === 2 ? k2 : k0)) | 0;
    b = (b + (turn === 1 ? k2 : turn === 2 ? k0 : k1) + injection) | 0;
  }
  out[0] = a;
  out[1] = b;
}

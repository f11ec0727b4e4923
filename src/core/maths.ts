/**
 * Elementary functions in plain float64 arithmetic. `Math.log` and its kin differ between engines in the last bits;
 * `+ - * /` and `Math.sqrt` are exactly rounded everywhere, so these give the same bits everywhere.
 */

const words = new DataView(new ArrayBuffer(8));

/** ln 2 in two parts; the first has 32 significant bits, so that its product with an exponent is exact. */
const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

/** The natural logarithm, within 1e-15 of it relatively. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const subnormal = x < 2 ** -1022;
  words.setFloat64(0, subnormal ? x * 2 ** 54 : x);
  const high = words.getUint32(0);
  let exponent = (high >>> 20) - 1023 - (subnormal ? 54 : 0);
  words.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = words.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  // ln m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.172; the first term left out is below 2e-18 of the sum.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (let odd = 21; odd >= 3; odd -= 2) series = (series + 1 / odd) * square;
  return exponent * ln2High + (2 * s + (2 * s * series + exponent * ln2Low));
}

/** e to the power of x, within 1e-15 of it relatively where the result is a normal number. */
export function exp(x: number): number {
  if (!(x < 710)) return x >= 710 ? Infinity : NaN;
  if (x < -746) return 0;
  const exponent = Math.round(x / Math.LN2);
  const rest = x - exponent * ln2High - exponent * ln2Low;
  // |rest| is at most 0.35; the first term left out of the series is below 2^-56.
  let sum = 1;
  for (let n = 14; n >= 1; n--) sum = 1 + (sum * rest) / n;
  // In two factors, because 2^1024 is no number and 2^-1074 has lost its bits.
  const half = Math.trunc(exponent / 2);
  return sum * powerOf2(half) * powerOf2(exponent - half);
}

function powerOf2(exponent: number): number {
  words.setUint32(0, (exponent + 1023) << 20);
  words.setUint32(4, 0);
  return words.getFloat64(0);
}

/** pi/2 in three parts of at most 33 significant bits and what is left, so that the products below are exact. */
const halfPi1 = 1.57079632673412561417;
const halfPi2 = 6.0771005063039659766e-11;
const halfPi3 = 2.0222662487111664558e-21;
const halfPi4 = 8.47842766036889956997e-32;
const farthestAngle = 2 ** 20;

/** The sine of an angle in radians, within 1e-15 of it relatively, for |angle| up to 2^20. */
export function sin(angle: number): number {
  return turned(angle, 0);
}

/** The cosine of an angle in radians, within 1e-15 of it relatively, for |angle| up to 2^20. */
export function cos(angle: number): number {
  return turned(angle, 1);
}

/** The sine of `angle` plus that many quarter turns. */
function turned(angle: number, quarters: number): number {
  if (!(Math.abs(angle) <= farthestAngle)) throw new RangeError(`sin, cos: the angle ${angle} is not within 2^20`);
  const turns = Math.round(angle / (halfPi1 + halfPi2));
  const rest = angle - turns * halfPi1 - turns * halfPi2 - turns * halfPi3 - turns * halfPi4;
  const square = rest * rest;
  const quadrant = (((turns + quarters) % 4) + 4) % 4;
  const value = quadrant % 2 === 0 ? sineSeries(rest, square) : cosineSeries(square);
  return quadrant < 2 ? value : -value;
}

/** Taylor's series; |rest| is at most pi/4, so the first terms left out are below 2^-60 of the sum. */
function sineSeries(rest: number, square: number): number {
  let sum = 0;
  for (let n = 19; n >= 3; n -= 2) sum = ((1 - sum) * square) / (n * (n - 1));
  return rest - rest * sum;
}

function cosineSeries(square: number): number {
  let sum = 0;
  for (let n = 18; n >= 4; n -= 2) sum = ((1 - sum) * square) / (n * (n - 1));
  return 1 - ((1 - sum) * square) / 2;
}

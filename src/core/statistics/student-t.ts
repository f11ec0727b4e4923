/**
 * Student's t distribution for whole degrees of freedom, by `+ - * /` and `Math.sqrt` alone: these are exactly rounded
 * everywhere, so the same samples get the same bits and the same verdicts in every engine.
 */

/** The chance that |T| is at least |t|, relatively within 1e-14 + 1e-15 degrees; `t` may be infinite. */
export function twoSidedP(t: number, degrees: number): number {
  if (!(Number.isInteger(degrees) && degrees >= 1)) throw new RangeError(`twoSidedP: ${degrees} degrees of freedom`);
  if (Number.isNaN(t)) throw new RangeError("twoSidedP: t is NaN");
  // With tan(angle) = |t| / sqrt(degrees) the chance is the incomplete beta function at cos^2 with (degrees / 2, 1 / 2).
  const { sine, cosine } = angleOf(Math.abs(t) / Math.sqrt(degrees));
  const a = degrees / 2;
  const scale = (wholePower(cosine, degrees) * sine) / betaWithHalf(degrees);
  const x = cosine * cosine;
  // The continued fraction converges fast on its own side of the mean alone; there the tail is found without cancelling.
  if (x < (a + 1) / (a + 2.5)) return (scale / a) * betaFraction(a, 0.5, x);
  return 1 - (scale / 0.5) * betaFraction(0.5, a, sine * sine);
}

/** The t whose two-sided p is `p`, 0 < p < 1: the half-width of a central interval in standard errors. */
export function criticalT(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`criticalT: p is ${p}, not between 0 and 1`);
  let low = 0;
  let high = 1;
  while (twoSidedP(high, degrees) > p) {
    low = high;
    high *= 2;
  }
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (twoSidedP(middle, degrees) > p) low = middle;
    else high = middle;
  }
}

/** Sine and cosine of the angle whose tangent is given; the larger side is divided by, so that nothing overflows. */
function angleOf(tangent: number): { sine: number; cosine: number } {
  if (tangent <= 1) {
    const cosine = 1 / Math.sqrt(1 + tangent * tangent);
    return { sine: tangent * cosine, cosine };
  }
  const cotangent = 1 / tangent;
  const sine = 1 / Math.sqrt(1 + cotangent * cotangent);
  return { sine, cosine: cotangent * sine };
}

/** B(degrees / 2, 1 / 2), by its recurrence from pi or 2. */
function betaWithHalf(degrees: number): number {
  let value = degrees % 2 === 1 ? Math.PI : 2;
  for (let twice = degrees % 2 === 1 ? 1 : 2; twice < degrees; twice += 2) value *= twice / (twice + 1);
  return value;
}

function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** The continued fraction of the incomplete beta function (DLMF 8.17.22) by the modified method of Lentz. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 2 ** -1000;
  const apart = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / apart(1 + even * d);
    c = apart(1 + even / c);
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / apart(1 + odd * d);
    c = apart(1 + odd / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 2 ** -51) return value;
  }
  throw new RangeError(`betaFraction: no value after ${mostTerms} terms at (${a}, ${b}, ${x})`);
}

/** It takes about the square root of the degrees. */
const mostTerms = 10_000;

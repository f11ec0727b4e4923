import { criticalT } from "./student-t.ts";

/** An interval misses the true value, and a test finds what is not there, once in 20 times. */
export const significance = 0.05;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A sample in numbers; what takes two values is null below two. All in the unit of the values. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** The sample standard deviation, over n - 1. */
  readonly deviation: number | null;
  /** The standard error of the mean. */
  readonly error: number | null;
  /** Student's 95 % interval of the mean. */
  readonly interval: Interval | null;
  readonly least: number;
  readonly greatest: number;
}

/** Of at least one value. The bits do not depend on the order of the values. */
export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  if (n === 0) throw new RangeError("spreadOf: there are no values");
  const sorted = Float64Array.from(values).toSorted();
  const least = sorted[0]!;
  const greatest = sorted[n - 1]!;
  // Measured from the least, so that equal values have exactly their value as mean and no deviation.
  const mean = least + sorted.reduce((sum, value) => sum + (value - least), 0) / n;
  if (n < 2) return { n, mean, deviation: null, error: null, interval: null, least, greatest };
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (n - 1));
  const error = deviation / Math.sqrt(n);
  const half = halfWidth(n - 1) * error;
  return { n, mean, deviation, error, interval: { low: mean - half, high: mean + half }, least, greatest };
}

/** Curves ask for the same few numbers of seeds at every step. */
const halfWidths = new Map<number, number>();

/** In standard errors. */
function halfWidth(degrees: number): number {
  const known = halfWidths.get(degrees) ?? criticalT(significance, degrees);
  halfWidths.set(degrees, known);
  return known;
}

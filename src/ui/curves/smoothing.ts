/**
 * Exponential moving average that starts at the first value instead of at 0, over every measured value.
 * What is no number stays a gap and does not move the average.
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  let sum = 0;
  let seen = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    sum = weight * sum + (1 - weight) * value;
    seen = weight * seen + (1 - weight);
    return sum / seen;
  });
}

/** Mean and sample standard deviation (n - 1) of a list; the deviation is null below two values. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  readonly deviation: number | null;
}

export function spreadOf(values: readonly number[]): Spread {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { n, mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: Math.sqrt(squares / (n - 1)) };
}

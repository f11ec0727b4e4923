import type { Matrix } from "../core/report.ts";

/** Of a stack `[n, rows, columns]`, in float64 on the way. */
export function meanMatrix(pair: string, shape: Matrix["shape"], stack: Float32Array): Matrix {
  const cells = shape[0] * shape[1];
  const n = stack.length / cells;
  const sums = new Float64Array(cells);
  for (const [i, value] of stack.entries()) sums[i % cells]! += value;
  return { pair, shape, values: Float32Array.from(sums, (sum) => sum / n) };
}

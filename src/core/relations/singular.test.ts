import { describe, expect, test } from "vitest";
import { expectClose, noise } from "../../testing/numbers.ts";
import { leadingVectors, singularValues } from "./singular.ts";

/** `[m, k]` by `[k, n]`. */
function product(a: ArrayLike<number>, b: ArrayLike<number>, m: number, k: number, n: number): Float64Array {
  const out = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) for (let l = 0; l < k; l++) out[i * n + j]! += a[i * k + l]! * b[l * n + j]!;
  return out;
}
function transposed(a: ArrayLike<number>, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, i) => a[(i % rows) * columns + Math.floor(i / rows)]!);
}
const identity = (n: number) => Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));

describe("singular vectors", () => {
  test.each([
    [1, 1],
    [4, 4],
    [3, 7],
    [7, 3],
    [16, 32],
  ])("of %i by %i turn the matrix into its singular values", (rows, columns) => {
    const matrix = Float64Array.from(noise(rows * columns, 5));
    const k = Math.min(rows, columns);
    const { left, right } = leadingVectors(matrix, [rows, columns], [k, k]);
    const middle = product(product(transposed(left, rows, k), matrix, k, rows, columns), right, k, columns, k);
    const values = singularValues(matrix, rows, columns);
    expectClose(
      middle,
      identity(k).map((one, i) => one * values[i % k]!),
      1e-12,
    );
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expectClose(
      [values.reduce((sum, value) => sum + value ** 2, 0)],
      [matrix.reduce((sum, x) => sum + x * x, 0)],
      1e-12,
    );
  });

  test("of a matrix of rank 1, more than it has are completed to an orthonormal set", () => {
    const matrix = product(noise(5, 1), noise(6, 2), 5, 1, 6);
    const { left, right } = leadingVectors(matrix, [5, 6], [4, 6]);
    expectClose(product(transposed(left, 5, 4), left, 4, 5, 4), identity(4), 1e-12);
    expectClose(product(transposed(right, 6, 6), right, 6, 6, 6), identity(6), 1e-12);
  });

  test("of nothing but zeros are unit vectors", () => {
    expect([...leadingVectors(new Float64Array(6), [2, 3], [2, 2]).left]).toEqual([1, 0, 0, 1]);
  });

  test("have the same signs whatever the sign and order of the matrix's rows", () => {
    const matrix = Float64Array.from(noise(20, 3));
    const { left } = leadingVectors(matrix, [5, 4], [3, 3]);
    const negative = leadingVectors(
      matrix.map((value) => -value),
      [5, 4],
      [3, 3],
    );
    expectClose(negative.left, left, 1e-12);
    const order = [3, 0, 4, 1, 2];
    const permuted = order.flatMap((row) => [...matrix.subarray(row * 4, row * 4 + 4)]);
    const again = leadingVectors(Float64Array.from(permuted), [5, 4], [3, 3]).left;
    expectClose(
      again,
      order.flatMap((row) => [...left.subarray(row * 3, row * 3 + 3)]),
      1e-12,
    );
  });
});

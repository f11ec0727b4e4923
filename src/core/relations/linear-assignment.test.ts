import { describe, expect, test } from "vitest";
import { noise } from "../../testing/numbers.ts";
import { linearAssignment } from "./linear-assignment.ts";

/** By trying every choice. */
function leastSum(costs: Float64Array, rows: number, columns: number, row = 0, taken: readonly number[] = []): number {
  if (row === rows) return 0;
  let least = Infinity;
  for (let column = 0; column < columns; column++) {
    if (taken.includes(column)) continue;
    const rest = leastSum(costs, rows, columns, row + 1, [...taken, column]);
    least = Math.min(least, costs[row * columns + column]! + rest);
  }
  return least;
}

describe("linear assignment", () => {
  test.each([
    [1, 1],
    [1, 4],
    [3, 3],
    [4, 6],
    [6, 6],
    [5, 8],
  ])("%i rows and %i columns cost as little as the best of all choices", (rows, columns) => {
    for (let seed = 1; seed <= 20; seed++) {
      // Few distinct values, so that ties occur.
      const costs = Float64Array.from(noise(rows * columns, seed), (value) => Math.round(4 * value) / 2);
      const columnOf = linearAssignment(costs, rows, columns);
      expect(new Set(columnOf).size).toBe(rows);
      const sum = columnOf.reduce((total, column, row) => total + costs[row * columns + column]!, 0);
      expect(sum).toBeCloseTo(leastSum(costs, rows, columns), 12);
    }
  });

  test("finds a hidden permutation of 64", () => {
    const hidden = Array.from({ length: 64 }, (_, row) => (37 * row + 11) % 64);
    const costs = Float64Array.from(noise(64 * 64), (value, i) => (hidden[i >> 6] === (i & 63) ? -1 : value + 1));
    expect([...linearAssignment(costs, 64, 64)]).toEqual(hidden);
  });

  test("says what it was given when there are too few columns or a cost is no number", () => {
    expect(() => linearAssignment(new Float64Array(6), 3, 2)).toThrow("6 costs for 3 rows and 2 columns");
    expect(() => linearAssignment(Float64Array.of(NaN), 1, 1)).toThrow("not finite");
  });
});

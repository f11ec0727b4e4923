import { describe, expect, test } from "vitest";
import { blockMaximum, fspLoss, fspMatrices } from "./fsp.ts";

describe("FSP by definition", () => {
  test("one position is the outer product, as counted by hand", () => {
    expect([...fspMatrices(Float64Array.of(2, 3), Float64Array.of(5, 7, 11), [1, 1, 2, 3])]).toEqual([
      10, 14, 22, 15, 21, 33,
    ]);
  });

  test("it is a mean over positions: repeating every position changes nothing", () => {
    const [first, second] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8)];
    const twice = (map: Float64Array) => Float64Array.of(...map, ...map);
    expect(fspMatrices(twice(first), twice(second), [1, 4, 2, 2])).toEqual(fspMatrices(first, second, [1, 2, 2, 2]));
  });

  test("a common permutation of positions leaves it as it is", () => {
    const [first, second] = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(9, 8, 7, 6, 5, 4)];
    const swapped = (map: Float64Array) => Float64Array.of(map[2]!, map[3]!, map[0]!, map[1]!, map[4]!, map[5]!);
    const [before, after] = [
      fspMatrices(first, second, [1, 3, 2, 2]),
      fspMatrices(swapped(first), swapped(second), [1, 3, 2, 2]),
    ];
    before.forEach((value, index) => expect(after[index]).toBeCloseTo(value, 12));
  });

  test("maps of the wrong size are refused with the numbers", () => {
    expect(() => fspMatrices(new Float64Array(5), new Float64Array(4), [1, 2, 2, 2])).toThrow("5 and 4 numbers");
  });

  test("the loss sums over the matrix, averages over images and is nothing for equal networks", () => {
    expect(fspLoss(Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 0, 0, 0), 2)).toBe((1 + 4 + 9 + 16) / 2);
    expect(fspLoss(Float64Array.of(1, 2), Float64Array.of(0, 0), 1, 3)).toBe(15);
    expect(fspLoss(Float64Array.of(1, 2), Float64Array.of(1, 2), 1)).toBe(0);
  });

  test("the larger map is pooled by the maximum of each block", () => {
    const map = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    expect([...blockMaximum(map, [1, 4, 4, 1], 2)]).toEqual([6, 8, 14, 16]);
  });
});

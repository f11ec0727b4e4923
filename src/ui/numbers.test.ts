import { describe, expect, test } from "vitest";
import { factor, integer, mapSize, percent, significant, tick } from "./numbers.ts";

describe("significant", () => {
  test.each([
    [1.2344, "1.234"],
    [0.012344, "0.01234"],
    [0.000012344, "1.234e-5"],
    [-0.12344, "−0.1234"],
    [-0.000012344, "−1.234e-5"],
    [1, "1.000"],
    [12345, "12,350"],
    [999_949, "999,900"],
    [999_960, "1.000e6"],
    [1e21, "1.000e21"],
    [0.000099999, "0.0001000"],
    [0.0001, "0.0001000"],
    [9.9996, "10.00"],
    [99.996, "100.0"],
    [1e-45, "1.000e-45"],
  ])("writes %f as %s", (value, text) => expect(significant(value)).toBe(text));

  test("keeps 0 for exact zero alone", () => {
    expect(significant(0)).toBe("0");
    expect(significant(-0)).toBe("0");
    expect(significant(Number.MIN_VALUE)).not.toBe("0");
  });

  test("names what is not a number", () => {
    expect(significant(Number.NaN)).toBe("NaN");
    expect(significant(-Infinity)).toBe("−∞");
  });
});

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [-1_234_567, "−1,234,567"],
  [Number.NaN, "–"],
])("groups the digits of %i", (value, text) => expect(integer(value)).toBe(text));

test.each([
  [0.87654, "87.65%"],
  [1, "100.0%"],
  [0, "0%"],
  [0.000001, "0.0001000%"],
])("writes the fraction %f as %s", (value, text) => expect(percent(value)).toBe(text));

test.each([
  [0, "0"],
  [0.5, "0.5"],
  [0.30000000000000004, "0.3"],
  [1500, "1,500"],
  [-200, "−200"],
  [0.00001, "1e-5"],
  [2_000_000, "2e6"],
])("labels an axis at %f with %s", (value, text) => expect(tick(value)).toBe(text));

test.each([
  [9990, "9,990"],
  [10_000, "1e4"],
  [10 ** 23, "1e23"],
  // What some engines make of 10 ** 23.
  [1.0000000000000001e23, "1e23"],
])("labels a narrow axis at %f with %s", (value, text) => expect(tick(value, 1e4)).toBe(text));

test("a square map is one number squared", () => {
  expect(mapSize(32, 32)).toBe("32²");
  expect(mapSize(32, 16)).toBe("32 × 16");
});

test.each([
  [1, "1"],
  [3, "3"],
  [0.5, "1/2"],
  [1 / 4096, "1/4,096"],
  [0.3, "0.3000"],
  [5 / 4096, "0.001221"],
])("a factor of %d is written as %s", (value, text) => {
  expect(factor(value)).toBe(text);
});

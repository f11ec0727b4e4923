import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criticalT, twoSidedP } from "./student-t.ts";

interface Fixtures {
  readonly tails: readonly { readonly t: number; readonly degrees: number; readonly p: number }[];
  readonly quantiles: readonly { readonly p: number; readonly degrees: number; readonly t: number }[];
}

const file = new URL("../../testing/fixtures/student-t.json", import.meta.url);
const { tails, quantiles } = JSON.parse(await readFile(file, "utf8")) as Fixtures;

/** Products of as many factors as there are degrees, each rounded a few times by 1e-16. */
const tolerance = (degrees: number) => 1e-14 + 1e-15 * degrees;
const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

test.each(tails)("the chance beyond $t with $degrees degrees of freedom, far tails too", ({ t, degrees, p }) => {
  expect(relative(twoSidedP(t, degrees), p)).toBeLessThan(tolerance(degrees));
  expect(twoSidedP(-t, degrees)).toBe(twoSidedP(t, degrees));
});

test.each(quantiles)("the critical value at p $p with $degrees degrees of freedom", ({ p, degrees, t }) => {
  expect(relative(criticalT(p, degrees), t)).toBeLessThan(tolerance(degrees));
});

/** As printed tables of the distribution have them (NIST/SEMATECH e-Handbook 1.3.6.7.2, the column of 0.975). */
test.each([
  [1, "12.706"],
  [2, "4.303"],
  [3, "3.182"],
  [4, "2.776"],
  [5, "2.571"],
  [9, "2.262"],
  [19, "2.093"],
  [29, "2.045"],
  [60, "2.000"],
  [100, "1.984"],
])(
  "with %d degrees of freedom an interval of 95 per cent is %s standard errors wide on each side, as published",
  (degrees, published) => {
    expect(criticalT(0.05, degrees).toFixed(3)).toBe(published);
  },
);

test("the bits are frozen, because verdicts depend on them", () => {
  const bits = (value: number) => Buffer.from(Float64Array.of(value).buffer).readBigUInt64LE().toString(16);
  expect([1, 2, 4, 9, 99].map((degrees) => bits(criticalT(0.05, degrees)))).toEqual([
    "40296993aacc4d21",
    "401135ea98e146bc",
    "40063628d9efb5e2",
    "400218e5dac50b25",
    "3fffbf5a4633b844",
  ]);
  expect([1, 2, 4, 9, 99].map((degrees) => bits(twoSidedP(3, degrees)))).toEqual([
    "3fca37f5c4c419eb",
    "3fb8707522ff1e3a",
    "3fa473460d3639a6",
    "3f8ea1712ee5ff78",
    "3f6bfad6da512edf",
  ]);
});

test("p and the critical value undo each other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 1e-6, max: 0.999, noNaN: true }), (degrees, p) => {
      expect(relative(twoSidedP(criticalT(p, degrees), degrees), p)).toBeLessThan(1e-12);
    }),
    { seed: 1 },
  );
});

describe("at the edges", () => {
  test.each([1, 2, 50])("with %d degrees of freedom", (degrees) => {
    expect(twoSidedP(0, degrees)).toBe(1);
    expect(twoSidedP(Infinity, degrees)).toBe(0);
    expect(twoSidedP(1e200, degrees)).toBeLessThan(1e-190);
  });

  test.each([0, 1.5, -1, NaN])("%d degrees of freedom are refused", (degrees) => {
    expect(() => twoSidedP(1, degrees)).toThrow(RangeError);
  });

  test.each([0, 1, NaN])("a p of %d has no critical value", (p) => {
    expect(() => criticalT(p, 3)).toThrow(RangeError);
  });

  test("NaN is no t", () => {
    expect(() => twoSidedP(NaN, 3)).toThrow(RangeError);
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { bandOf, medianSteps, stepsToReach, type Curve } from "./curve.ts";
import { spreadOf } from "./spread.ts";

const first: Curve = { steps: [10, 20, 30], values: [0.2, 0.5, 0.6] };
const second: Curve = { steps: [10, 20, 30], values: [0.4, 0.5, 0.8] };

test("a band has every measured step with the spread over the runs", () => {
  expect(bandOf([first, second])).toEqual([
    { step: 10, ...spreadOf([0.2, 0.4]) },
    { step: 20, ...spreadOf([0.5, 0.5]) },
    { step: 30, ...spreadOf([0.6, 0.8]) },
  ]);
});

test("a step that one run alone measured counts one run; nothing is interpolated or carried on", () => {
  const band = bandOf([first, { steps: [15, 30], values: [0.1, 0.7] }]);
  expect(band.map(({ step, n }) => [step, n])).toEqual([
    [10, 1],
    [15, 1],
    [20, 1],
    [30, 2],
  ]);
  expect(bandOf([])).toEqual([]);
});

test("the order of the runs changes no bit of the band, and every mean lies among what was measured", () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), (runs) => {
      const curves = runs.map((run) => ({ steps: first.steps, values: run }));
      const band = bandOf(curves);
      expect(bandOf(curves.toReversed())).toEqual(band);
      for (const { mean, least, greatest } of band) {
        // One rounding of a number below 1.
        expect(mean).toBeGreaterThanOrEqual(least - 1e-15);
        expect(mean).toBeLessThanOrEqual(greatest + 1e-15);
      }
    }),
    { seed: 1 },
  );
});

test.each([
  [0.1, 10],
  [0.2, 10],
  [0.5, 20],
  [0.55, 30],
  [0.61, null],
])("at least %d is first measured after %j steps", (target, steps) => {
  expect(stepsToReach(first, target)).toBe(steps);
});

test("reached counts although the curve falls again", () => {
  expect(stepsToReach({ steps: [1, 2, 3], values: [0.1, 0.9, 0.2] }, 0.9)).toBe(2);
  expect(stepsToReach({ steps: [], values: [] }, 0)).toBeNull();
});

test.each([
  [[30, 10, 20], 20],
  [[40, 10, 20, 30], 25],
  [[null, 10, 20], 20],
  [[null, 10, null], null],
  [[null, 10], null],
  [[null, 10, 20, 30], 25],
  [[], null],
])("the middle of %j is %j, never being latest", (counts, middle) => {
  expect(medianSteps(counts)).toBe(middle);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { stream } from "../rng.ts";
import { spreadOf } from "./spread.ts";

const samples = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 });

/** Sums of 12 values of at most 2 lose less than this. */
const tolerance = 1e-14;

test("a sample of four, by hand", () => {
  const { n, mean, deviation, error, interval, least, greatest } = spreadOf([0.8, 0.84, 0.82, 0.86]);
  expect([n, least, greatest]).toEqual([4, 0.8, 0.86]);
  expect(mean).toBeCloseTo(0.83, 14);
  expect(deviation).toBeCloseTo(Math.sqrt(0.002 / 3), 14);
  expect(error).toBeCloseTo(Math.sqrt(0.002 / 12), 14);
  // 3.182446305 is the published critical value for 3 degrees of freedom.
  expect(interval!.low).toBeCloseTo(0.83 - 3.182446305 * Math.sqrt(0.002 / 12), 10);
  expect(interval!.high).toBeCloseTo(0.83 + 3.182446305 * Math.sqrt(0.002 / 12), 10);
});

test("one value has a mean and no spread; none is refused", () => {
  expect(spreadOf([0.5])).toEqual({
    n: 1,
    mean: 0.5,
    deviation: null,
    error: null,
    interval: null,
    least: 0.5,
    greatest: 0.5,
  });
  expect(() => spreadOf([])).toThrow(RangeError);
});

test("equal values have no deviation at all", () => {
  expect(spreadOf([0.1, 0.1, 0.1])).toMatchObject({ mean: 0.1, deviation: 0, interval: { low: 0.1, high: 0.1 } });
});

test("the order of the seeds changes no bit", () => {
  fc.assert(
    fc.property(samples, fc.integer(), (values, turn) => {
      const at = Math.abs(turn) % values.length;
      expect(spreadOf([...values.slice(at), ...values.slice(0, at)].toReversed())).toEqual(spreadOf(values));
    }),
    { seed: 1 },
  );
});

test("a shift moves mean, interval and extremes, and nothing else; a negation mirrors them", () => {
  fc.assert(
    fc.property(samples, fc.double({ min: -1, max: 1, noNaN: true }), (values, by) => {
      const old = spreadOf(values);
      const moved = spreadOf(values.map((value) => value + by));
      const mirrored = spreadOf(values.map((value) => -value));
      expect(Math.abs(moved.mean - old.mean - by)).toBeLessThan(tolerance);
      expect(Math.abs(moved.deviation! - old.deviation!)).toBeLessThan(tolerance);
      expect(Math.abs(moved.interval!.low - old.interval!.low - by)).toBeLessThan(20 * tolerance);
      expect(Math.abs(mirrored.interval!.low + old.interval!.high)).toBeLessThan(20 * tolerance);
      expect([moved.least, moved.greatest]).toEqual([old.least + by, old.greatest + by]);
    }),
    { seed: 1 },
  );
});

test.each([2, 3, 5, 10])("the interval of %d normal values holds their mean in 95 %% of samples", (n) => {
  const rng = stream("init", n);
  const rounds = 10_000;
  let held = 0;
  for (let round = 0; round < rounds; round++) {
    const { interval } = spreadOf(Array.from({ length: n }, () => 3 + 2 * rng.normal()));
    if (interval!.low <= 3 && 3 <= interval!.high) held++;
  }
  // Three standard errors of a share of 95 % in 10,000.
  expect(Math.abs(held / rounds - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / rounds));
});

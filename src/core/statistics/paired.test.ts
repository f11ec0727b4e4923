import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stream } from "../rng.ts";
import { comparisonsWith, holm, type Comparison, type SeedValue } from "./paired.ts";

const margin = 0.005;
const valuesOf = (...values: number[]): SeedValue[] => values.map((value, index) => ({ seed: index + 1, value }));
const baseline = valuesOf(0.8, 0.81, 0.79, 0.8);
const shifted = (...by: number[]) =>
  by.map((more, index) => ({ seed: index + 1, value: baseline[index]!.value + more }));
const only = (values: readonly SeedValue[]): Comparison =>
  comparisonsWith(baseline, [{ name: "m", values }], margin)[0]!;

describe("the verdict", () => {
  test.each([
    ["better", [0.02, 0.021, 0.019, 0.02]],
    ["worse", [-0.02, -0.021, -0.019, -0.02]],
    ["no-better", [0.001, -0.001, 0.0005, -0.0005]],
    ["inconclusive", [0.03, -0.01, 0.02, 0.01]],
    ["no-better", [0, 0, 0, 0]],
    ["better", [0.002, 0.0021, 0.0019, 0.002]],
  ] as const)("%s for differences of %j", (verdict, by) => {
    expect(only(shifted(...by))).toMatchObject({ verdict, correctedVerdict: verdict });
  });

  test("two pairs need more seeds, and make no claim that the others pay for", () => {
    const three = shifted(0.02, 0.021, 0.018);
    const both = comparisonsWith(
      baseline,
      [
        { name: "two", values: shifted(0.02, 0.02) },
        { name: "three", values: three },
      ],
      margin,
    );
    expect(both[0]).toMatchObject({ p: null, correctedP: null, verdict: "needs-more-seeds" });
    expect(both[0]!.difference!.mean).toBeCloseTo(0.02, 12);
    expect(both[1]!.correctedP).toBe(only(three).p);
  });

  test("a method without a common seed has no difference", () => {
    expect(only([{ seed: 9, value: 0.9 }])).toMatchObject({ pairs: [], difference: null, verdict: "needs-more-seeds" });
  });

  test("is what the interval says, wherever it lies", () => {
    const difference = fc.double({ min: -0.02, max: 0.02, noNaN: true });
    fc.assert(
      fc.property(fc.array(difference, { minLength: 3, maxLength: 4 }), (by) => {
        const { verdict, difference: found } = only(shifted(...by));
        const { low, high } = found!.interval!;
        // Where an end of the interval meets a boundary, rounding decides.
        fc.pre([0, margin, -margin].every((edge) => Math.abs(low - edge) > 1e-12 && Math.abs(high - edge) > 1e-12));
        const said =
          low > 0 ? "better" : high < 0 ? "worse" : low > -margin && high < margin ? "no-better" : "inconclusive";
        expect(verdict).toBe(said);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

test("pairs are those of the same seed, whatever the order", () => {
  const { pairs } = only([
    { seed: 3, value: 0.9 },
    { seed: 1, value: 0.85 },
    { seed: 7, value: 0.1 },
  ]);
  expect(pairs.map(({ seed, baseline: other, value }) => [seed, other, value])).toEqual([
    [1, 0.8, 0.85],
    [3, 0.79, 0.9],
  ]);
  expect(pairs[0]!.difference).toBeCloseTo(0.05, 14);
});

test("what both runs of a seed share cancels out", () => {
  const fixed = [0.01, 0.02, 0.015, 0.012];
  const spread = [0.3, -0.2, 0.1, 0.05];
  const moved = (values: readonly SeedValue[]) =>
    values.map(({ seed, value }, index) => ({ seed, value: value + spread[index]! }));
  const apart = comparisonsWith(moved(baseline), [{ name: "m", values: moved(shifted(...fixed)) }], margin)[0]!;
  expect(apart.difference!.mean).toBeCloseTo(only(shifted(...fixed)).difference!.mean, 14);
  expect(apart.p).toBeCloseTo(only(shifted(...fixed)).p!, 10);
});

test("a paired test as published: Student's sleep data", () => {
  // Student 1908; R's t.test(extra ~ group, data = sleep, paired = TRUE): t = -4.0621, df = 9, p-value = 0.002833.
  const first = valuesOf(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2);
  const second = valuesOf(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);
  const [found] = comparisonsWith(first, [{ name: "second", values: second }], 0);
  expect(found!.p!.toPrecision(4)).toBe("0.002833");
  expect(found!.difference!.mean).toBeCloseTo(1.58, 12);
  expect(found!.difference!.interval!.low.toFixed(7)).toBe("0.7001142");
  expect(found!.difference!.interval!.high.toFixed(7)).toBe("2.4598858");
});

describe("Holm's correction", () => {
  test("as R's p.adjust does it", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  test("never lowers p, keeps its order, and does not see in which order the methods stand", () => {
    const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ps, (given) => {
        const adjusted = holm(given);
        adjusted.forEach((p, index) => expect(p).toBeGreaterThanOrEqual(given[index]!));
        expect(holm(given.toReversed())).toEqual(adjusted.toReversed());
        const byOld = given.map((p, index) => ({ p, now: adjusted[index]! })).toSorted((a, b) => a.p - b.p);
        byOld.slice(1).forEach(({ now }, index) => expect(now).toBeGreaterThanOrEqual(byOld[index]!.now));
      }),
      { seed: 1 },
    );
  });

  test("makes a claim about one of four equal methods in at most 5 % of plans, where without it there are more", () => {
    const rng = stream("init", 4);
    const rounds = 4000;
    const count = { raw: 0, corrected: 0 };
    const drawn = () => valuesOf(...Array.from({ length: 5 }, () => rng.normal()));
    for (let round = 0; round < rounds; round++) {
      const methods = ["a", "b", "c", "d"].map((name) => ({ name, values: drawn() }));
      const found = comparisonsWith(drawn(), methods, 0);
      const isClaim = (verdict: string) => verdict === "better" || verdict === "worse";
      if (found.some(({ verdict }) => isClaim(verdict))) count.raw++;
      if (found.some(({ correctedVerdict }) => isClaim(correctedVerdict))) count.corrected++;
    }
    // Three standard errors of a share of 5 % in 4000.
    expect(count.corrected / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
    expect(count.raw / rounds).toBeGreaterThan(0.1);
  });
});

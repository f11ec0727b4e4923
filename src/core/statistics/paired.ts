/** Is a method better than the baseline? Differences on the same seeds, tested with Student's t. */
import { spreadOf, significance, type Spread } from "./spread.ts";
import { twoSidedP } from "./student-t.ts";

/** One run's value of what is compared. */
export interface SeedValue {
  readonly seed: number;
  readonly value: number;
}

export interface SeedPair {
  readonly seed: number;
  readonly baseline: number;
  readonly value: number;
  readonly difference: number;
}

/**
 * better, worse: the 95 % interval of the mean difference lies wholly above or below 0. no-better: it does not, and lies wholly
 * within the margin around 0. inconclusive: neither. needs-more-seeds: fewer than 3 pairs, from which nothing is concluded.
 */
export type Verdict = "better" | "worse" | "no-better" | "inconclusive" | "needs-more-seeds";

export interface Comparison {
  readonly name: string;
  /** Seeds of which both runs ended, in the order of the baseline's. */
  readonly pairs: readonly SeedPair[];
  /** Null without a pair. */
  readonly difference: Spread | null;
  /** For no difference; null where the verdict needs more seeds. */
  readonly p: number | null;
  readonly verdict: Verdict;
  /** The same after Holm's correction over all methods compared. */
  readonly correctedP: number | null;
  readonly correctedVerdict: Verdict;
}

export const fewestPairs = 3;

/** Of each method with the baseline; `margin` is in the unit of the values. */
export function comparisonsWith(
  baseline: readonly SeedValue[],
  methods: readonly { readonly name: string; readonly values: readonly SeedValue[] }[],
  margin: number,
): Comparison[] {
  const compared = methods.map(({ name, values }) => {
    const pairs = pairsOf(baseline, values);
    const difference = pairs.length > 0 ? spreadOf(pairs.map((pair) => pair.difference)) : null;
    return { name, pairs, difference, tests: difference && testsOf(difference, margin) };
  });
  // Two kinds of claim, each corrected over the methods of which it could be made.
  const tested = compared.flatMap(({ tests }) => tests ?? []);
  const corrected = new Map(zipped(tested, holm(tested.map(({ p }) => p)), holm(tested.map(({ pApart }) => pApart))));
  return compared.map(({ tests, ...rest }) => {
    const more = tests && corrected.get(tests);
    if (!tests || !more)
      return { ...rest, p: null, verdict: "needs-more-seeds", correctedP: null, correctedVerdict: "needs-more-seeds" };
    return {
      ...rest,
      p: tests.p,
      verdict: verdictOf(tests),
      correctedP: more.p,
      correctedVerdict: verdictOf(more),
    };
  });
}

function pairsOf(baseline: readonly SeedValue[], values: readonly SeedValue[]): SeedPair[] {
  const bySeed = new Map(values.map(({ seed, value }) => [seed, value]));
  return baseline.flatMap(({ seed, value: other }) => {
    const value = bySeed.get(seed);
    return value === undefined ? [] : [{ seed, baseline: other, value, difference: value - other }];
  });
}

interface Tests {
  readonly mean: number;
  /** For no difference. Below 5 % exactly when the 95 % interval leaves out 0. */
  readonly p: number;
  /** For a difference of at least the margin. Below 5 % exactly when the 95 % interval lies within the margin. */
  readonly pApart: number;
}

function testsOf({ n, mean, error }: Spread, margin: number): Tests | null {
  if (n < fewestPairs || error === null) return null;
  // Equal differences leave no doubt, however far from the boundary they are.
  const inErrors = (distance: number) => (distance === 0 ? 0 : distance / error);
  const apart = margin - Math.abs(mean);
  return {
    mean,
    p: twoSidedP(inErrors(mean), n - 1),
    pApart: apart > 0 ? twoSidedP(inErrors(apart), n - 1) : 1,
  };
}

function verdictOf({ mean, p, pApart }: Tests): Verdict {
  if (p < significance) return mean > 0 ? "better" : "worse";
  return pApart < significance ? "no-better" : "inconclusive";
}

function zipped(tests: readonly Tests[], ps: readonly number[], psApart: readonly number[]): [Tests, Tests][] {
  return tests.map((test, index) => [test, { mean: test.mean, p: ps[index]!, pApart: psApart[index]! }]);
}

/** Holm's adjusted p of each: at 5 % the chance of any false claim among all of them stays below 5 %. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, index) => ({ p, index })).toSorted((a, b) => a.p - b.p);
  const adjusted = [...ps];
  let greatest = 0;
  order.forEach(({ p, index }, rank) => {
    greatest = Math.max(greatest, Math.min(1, p * (ps.length - rank)));
    adjusted[index] = greatest;
  });
  return adjusted;
}

import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../defaults.ts";
import type { Experiment, Plan } from "../experiment.ts";
import { baselineAccuracy, noBetterMargin, summariesOf, type FinishedRun, type RunOutcome } from "./plan-summary.ts";

const named = (name: string): Experiment => ({ ...defaultExperiment, name });
const plan: Plan = {
  ...defaultPlan,
  seeds: [1, 2, 3],
  baseline: "plain",
  experiments: [named("fsp"), named("plain"), named("other")],
};

/** Validation accuracy grows by 0.2 each ten steps, up to the last. */
function finished(experiment: string, seed: number, test: number, fsp = 0): FinishedRun {
  const score = { step: 40, validation: 0.8, test };
  return {
    status: "finished",
    run: { experiment, seed },
    result: { last: score, best: { ...score, test: test + 0.01 }, iterations: { teacher: 0, fsp, task: 40 } },
    validation: { steps: [10, 20, 30, 40], values: [0.2, 0.4, 0.6, 0.8] },
  };
}

const failed: RunOutcome = { status: "failed", run: { experiment: "fsp", seed: 3 }, reason: "The loss became NaN." };
const outcomes: readonly RunOutcome[] = [
  ...[1, 2].map((seed) => finished("fsp", seed, 0.8 + seed / 100, 200)),
  failed,
  ...[1, 2, 3].map((seed) => finished("plain", seed, 0.7 + seed / 100)),
];

const summaries = (target: number | null, of = plan) => summariesOf(of, outcomes, target, noBetterMargin);

test("an experiment is summed up over its finished runs; the failed one is listed and is in no number", () => {
  const [fsp, plain, ...more] = summaries(null);
  expect(more).toEqual([]);
  expect(fsp!.test!.last.n).toBe(2);
  expect(fsp!.test!.last.mean).toBeCloseTo(0.815, 14);
  expect(fsp!.test!.best.mean).toBeCloseTo(0.825, 14);
  expect(fsp!.failed).toEqual([failed]);
  expect(plain).toMatchObject({ failed: [], comparison: null, iterations: { fsp: 0, task: 40 } });
});

test("a failed run takes its pair along, and too few pairs need more seeds", () => {
  const { last } = summaries(null)[0]!.comparison!;
  expect(last.pairs.map(({ seed }) => seed)).toEqual([1, 2]);
  expect(last).toMatchObject({ verdict: "needs-more-seeds", p: null });
});

test("without a baseline nothing is compared, and no accuracy is to be reached", () => {
  const alone = { ...plan, baseline: null };
  expect(summaries(null, alone).map(({ comparison, reach }) => [comparison, reach])).toEqual([
    [null, null],
    [null, null],
  ]);
  expect(baselineAccuracy(alone, outcomes)).toBeNull();
  expect(baselineAccuracy(plan, outcomes)).toBeCloseTo(0.8, 14);
});

test("an experiment whose every run failed has no numbers", () => {
  const [fsp] = summariesOf({ ...plan, baseline: "plain" }, [failed, ...outcomes.slice(3)], 0.5, noBetterMargin);
  expect(fsp).toMatchObject({ iterations: null, test: null, comparison: null, reach: null, failed: [failed] });
});

test("iterations of stage 1 count on the way to an accuracy", () => {
  const [fsp, plain] = summaries(0.5);
  expect(fsp!.reach).toEqual({
    accuracy: 0.5,
    bySeed: [
      { seed: 1, steps: 230 },
      { seed: 2, steps: 230 },
    ],
    median: 230,
  });
  expect(plain!.reach!.median).toBe(30);
  expect(summaries(0.9)[0]!.reach).toMatchObject({ median: null, bySeed: [{ steps: null }, { steps: null }] });
});

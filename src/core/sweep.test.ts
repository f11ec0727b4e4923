import { describe, expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import { toDocument } from "./document.ts";
import type { Plan, Sweep } from "./experiment.ts";
import { documentOf, linkOf } from "./link.ts";
import { isAtEdge, trialExperiment, trialPlan, trialsOf, tunedPlan, tuningOf, type Trial } from "./sweep.ts";

const sweep: Sweep = { rates: [0.02, 0.05, 0.1], seeds: [7, 8], iterations: null };

/** Trials with these accuracies, rate by rate, each for every seed. */
function trials(...accuracies: readonly (readonly (number | null)[])[]): Trial[] {
  return trialsOf(sweep, defaultExperiment).map((trial) => ({
    trial,
    validation: accuracies[sweep.rates.indexOf(trial.rate)]![sweep.seeds.indexOf(trial.seed)]!,
  }));
}

describe("the rate", () => {
  test("is that with the best mean over the seeds", () => {
    const { rate, rates } = tuningOf(sweep, trials([0.9, 0.5], [0.75, 0.75], [0.8, 0.6]));
    expect(rate).toBe(0.05);
    expect(rates).toEqual([
      { rate: 0.02, validation: 0.7 },
      { rate: 0.05, validation: 0.75 },
      { rate: 0.1, validation: 0.7 },
    ]);
  });

  test("is the smallest of equal ones, in whatever order their accuracies were added", () => {
    // 0.1 + 0.7 and 0.6 + 0.2 differ in the last bit.
    const { rate } = tuningOf(sweep, trials([0.1 + 0.6, 0.1], [0.6, 0.2], [0.2, 0.6]));
    expect(rate).toBe(0.02);
  });

  test("with a trial whose numbers stopped being finite is not chosen, whatever its others came to", () => {
    expect(tuningOf(sweep, trials([0.3, 0.3], [0.4, 0.4], [0.99, null]))).toMatchObject({
      rate: 0.05,
      rates: [{}, {}, { rate: 0.1, validation: null }],
    });
  });

  test("is none where every rate has such a trial", () => {
    expect(tuningOf(sweep, trials([null, 0.9], [0.9, null], [null, null])).rate).toBeNull();
    expect(isAtEdge(tuningOf(sweep, trials([null, 0.9], [0.9, null], [null, null])))).toBe(false);
  });

  test("does not depend on the order in which trials ended", () => {
    const all = trials([0.1, 0.9], [0.75, 0.3], [0.2, 0.8]);
    expect(tuningOf(sweep, all.toReversed())).toEqual(tuningOf(sweep, all));
  });

  test.each([
    [[0.9, 0.5, 0.5], true],
    [[0.5, 0.9, 0.5], false],
    [[0.5, 0.5, 0.9], true],
  ])("of accuracies %j lies at an end of those tried: %s", (accuracies, atEdge) => {
    expect(isAtEdge(tuningOf(sweep, trials(...accuracies.map((value) => [value, value]))))).toBe(atEdge);
  });
});

test("a trial has the rate, and the comparison's iterations or fewer with drops in proportion", () => {
  expect(trialExperiment(sweep, defaultExperiment, 0.02).task).toEqual({ ...defaultExperiment.task, rate: 0.02 });
  const half = trialExperiment({ ...sweep, iterations: 150 }, defaultExperiment, 0.02);
  expect(half.task).toMatchObject({ rate: 0.02, iterations: 150, drops: [79, 115] });
  expect(half.method).toEqual(defaultExperiment.method);
});

test("trials are made by a plan of their experiment alone, with the comparison's teachers", () => {
  const other = { ...defaultExperiment, name: "other" };
  const plan: Plan = {
    ...defaultPlan,
    teacherPerSeed: true,
    baseline: "other",
    experiments: [defaultExperiment, other],
  };
  expect(trialPlan(plan, other)).toEqual({ ...plan, baseline: null, experiments: [other] });
});

test("a tuned plan has each experiment's rate, and leaves those without one as they are", () => {
  const plan: Plan = { ...defaultPlan, experiments: [defaultExperiment, { ...defaultExperiment, name: "other" }] };
  const tuned = tunedPlan(plan, new Map([["experiment", { rate: 0.02, rates: [] }]]));
  expect(tuned.experiments.map(({ task }) => task.rate)).toEqual([0.02, 0.1]);
});

describe("a plan's sweep", () => {
  const plan: Plan = { ...defaultPlan, experiments: [defaultExperiment], sweep };

  test("is part of the document; plans without one stay as they were", () => {
    expect(toDocument(plan)).toEqual(plan);
    const { sweep: _, ...before } = plan;
    expect(toDocument(before)).toEqual(before);
  });

  test("travels in a link", async () => {
    expect(await documentOf(await linkOf(plan))).toEqual(plan);
  });

  test.each([
    [{ rates: [0.1] }, "sweep.rates"],
    [{ rates: [0.1, 0.05] }, "The sweep's rate 0.05 must be above the one before it"],
    [{ rates: [0.1, 0.1] }, "The sweep's rate 0.1 must be above the one before it"],
    [{ rates: [0, 0.1] }, "sweep.rates.0"],
    [{ seeds: [] }, "sweep.seeds"],
    [{ seeds: [3, 3] }, "Seed 3 stands twice in the sweep"],
    [{ seeds: [7, 1] }, `"sweep.seeds" has 1, which is one of the plan's "seeds" too`],
    [{ iterations: 0 }, "sweep.iterations"],
    [{ more: 1 }, `There is no setting "sweep.more"`],
  ])("with %j is refused", (changes, sentence) => {
    expect(() => toDocument({ ...plan, sweep: { ...sweep, ...changes } })).toThrow(sentence);
  });
});

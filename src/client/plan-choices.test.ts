import { expect, test } from "vitest";
import { toDocument, toPlan } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import { stageOneIterations } from "../core/methods/facts.ts";
import { usualMethods } from "../core/methods/usual.ts";
import { presets } from "../core/presets.ts";
import { pageOrder } from "../core/run-order.ts";
import {
  leastExperiments,
  methodChoices,
  plainTotal,
  planOfChoices,
  totalsBeside,
  variedSettings,
} from "./plan-choices.ts";

const smoke = toPlan(presets.get("smoke")!);
const small = { methods: ["plain", "fsp"], seeds: [1, 2], rates: null, varied: [] };

test("every method of the list makes a plan that can run, of any set-up", () => {
  for (const document of presets.values()) {
    const source = toPlan(document);
    const plan = planOfChoices(source, { ...small, methods: methodChoices });
    expect(toDocument(plan)).toEqual(plan);
    const totals = totalsBeside(source, methodChoices);
    const own = methodChoices.filter((name) => name !== plainTotal);
    expect(plan.experiments.slice(0, own.length).map(({ name }) => name)).toEqual(own);
    expect(plan.experiments.slice(own.length).map(({ task }) => task.iterations)).toEqual(totals);
  }
});

const totalsIn = ({ experiments }: Plan) =>
  experiments.filter(({ name }) => name.startsWith(plainTotal)).map(({ name, task }) => [name, task.iterations]);

test("plain students of equal total go by the methods that are compared, one for each total", () => {
  const of = (...methods: string[]) => totalsIn(planOfChoices(smoke, { ...small, methods: [...methods, plainTotal] }));
  const fitnetsStageOne = Math.round((usualMethods.fitnets.schedule.iterations * 60) / 300);
  const [fsp, fitnets] = [30 + 60, fitnetsStageOne + 60];
  expect(of("fsp")).toEqual([[plainTotal, fsp]]);
  expect(of("fitnets-1-hint")).toEqual([[plainTotal, fitnets]]);
  expect(of("fsp", "fitnets-1-hint", "fitnets-3-hints", "soft-logits")).toEqual([
    [`${plainTotal}-${fsp}`, fsp],
    [`${plainTotal}-${fitnets}`, fitnets],
  ]);
  expect(of("plain", "soft-logits")).toEqual([]);
});

test("totals stay equal where the iterations of stage 2 vary", () => {
  const varied = [{ setting: "taskIterations", values: [30, 90] }] as const;
  const plan = planOfChoices(smoke, { ...small, methods: ["fsp", plainTotal], varied });
  expect(totalsIn(plan)).toEqual([
    [`${plainTotal}-for30`, 60],
    [`${plainTotal}-for90`, 120],
  ]);
  expect(toDocument(plan)).toEqual(plan);
});

test("the set-up's own method stays as it is, and others have a stage 1 as long beside stage 2 as usual", () => {
  const { experiments } = planOfChoices(smoke, {
    ...small,
    methods: ["fsp", "fitnets-1-hint", "fsp-then-soft-logits", "plain"],
  });
  const byName = new Map(experiments.map((experiment) => [experiment.name, experiment]));
  expect(byName.get("fsp")!.method).toEqual(smoke.experiments[0]!.method);
  expect(stageOneIterations(byName.get("fitnets-1-hint")!.method)).toBe(
    Math.round((usualMethods.fitnets.schedule.iterations * 60) / 300),
  );
  expect(stageOneIterations(byName.get("fsp-then-soft-logits")!.method)).toBe(30);
  expect(byName.get("plain")!.task).toEqual(smoke.experiments[0]!.task);
});

test.each(variedSettings.map((setting) => [setting] as const))("%s can be varied beside the methods", (setting) => {
  const values = {
    training: [500, 1000],
    studentDepth: [8, 14],
    studentWidth: [4, 8],
    taskIterations: [30, 60],
    batch: [8, 16],
  };
  // Matrices of another width are not FSP's to compare.
  const methods = ["plain", "soft-logits"];
  const plan = planOfChoices(smoke, { ...small, methods, varied: [{ setting, values: values[setting] }] });
  expect(toDocument(plan)).toEqual(plan);
  expect(plan.experiments).toHaveLength(4);
  // A student of other images or another size is no baseline of those beside it.
  expect(plan.baseline).toBeNull();
});

test("several settings make a grid: each value of one with each of the others", () => {
  const varied = [
    { setting: "batch", values: [8, 16] },
    { setting: "taskIterations", values: [30, 60] },
  ] as const;
  const choices = { ...small, methods: ["plain", "fsp"], varied };
  const plan = planOfChoices(smoke, choices);
  expect(toDocument(plan)).toEqual(plan);
  expect(plan.experiments.map(({ name, batch, task }) => [name, batch, task.iterations])).toEqual([
    ["plain-batch8-for30", 8, 30],
    ["fsp-batch8-for30", 8, 30],
    ["plain-batch8-for60", 8, 60],
    ["fsp-batch8-for60", 8, 60],
    ["plain-batch16-for30", 16, 30],
    ["fsp-batch16-for30", 16, 30],
    ["plain-batch16-for60", 16, 60],
    ["fsp-batch16-for60", 16, 60],
  ]);
  expect(leastExperiments(choices)).toBe(8);
});

test("in the queue each seed has each point of a grid whole before the next, its plain student first", () => {
  const varied = [{ setting: "batch", values: [8, 16] }] as const;
  const plan = planOfChoices(smoke, { ...small, methods: ["fsp", "soft-logits", "plain", plainTotal], varied });
  const ofSeed = [8, 16].flatMap((batch) =>
    ["plain", "soft-logits", "fsp", plainTotal].map((name) => `${name}-batch${batch}`),
  );
  expect(pageOrder(plan).map(({ experiment, seed }) => [seed, experiment])).toEqual(
    [1, 2].flatMap((seed) => ofSeed.map((name) => [seed, name])),
  );
});

test("rates are tried with a seed that is none of the comparison's", () => {
  const plan = planOfChoices(smoke, { ...small, seeds: [1, 100, 101], rates: [0.05, 0.1] });
  expect(plan.sweep!.seeds).toEqual([102]);
  expect(toDocument(plan)).toEqual(plan);
});

test("weights copied from a teacher of another task leave out the classifier's", () => {
  const [lead] = smoke.experiments;
  if (lead?.teacher.kind !== "recipe") throw new Error("smoke's teacher is trained with it");
  const methodBehind = (data: typeof lead.data | null) =>
    planOfChoices(
      { ...smoke, experiments: [{ ...lead, teacher: { ...lead.teacher, data } as typeof lead.teacher }] },
      { ...small, methods: ["weight-copy"] },
    ).experiments[0]!.method;
  expect(methodBehind(lead.data)).toEqual({ kind: "copy", classifier: false });
  expect(methodBehind(null)).toEqual({ kind: "copy" });
});

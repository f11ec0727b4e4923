import { expect, test } from "vitest";
import { toDocument, toPlan } from "../core/document.ts";
import { stageOneIterations } from "../core/methods/facts.ts";
import { usualMethods } from "../core/methods/usual.ts";
import { presets } from "../core/presets.ts";
import { methodChoices, planOfChoices, variedSettings } from "./plan-choices.ts";

const smoke = toPlan(presets.get("smoke")!);
const small = { methods: ["plain", "fsp"], seeds: [1, 2], rates: null, varied: null };

test("every method of the list makes a plan that can run, of any set-up", () => {
  for (const document of presets.values()) {
    const plan = planOfChoices(toPlan(document), { ...small, methods: methodChoices });
    expect(toDocument(plan)).toEqual(plan);
    expect(plan.experiments.map(({ name }) => name)).toEqual(methodChoices);
  }
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
  const plan = planOfChoices(smoke, { ...small, methods, varied: { setting, values: values[setting] } });
  expect(toDocument(plan)).toEqual(plan);
  expect(plan.experiments).toHaveLength(4);
  expect(plan.baseline).toBe(plan.experiments[0]!.name);
});

test("rates are tried with a seed that is none of the comparison's", () => {
  const plan = planOfChoices(smoke, { ...small, rates: [0.05, 0.1] });
  expect(plan.sweep!.seeds.some((seed) => plan.seeds.includes(seed))).toBe(false);
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

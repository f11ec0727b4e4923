import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import type { Data, Experiment, Plan, TeacherRecipe } from "./experiment.ts";
import { hasTeacher, teacherKey } from "./plan-runs.ts";

const recipe = defaultExperiment.teacher as TeacherRecipe;
const other: Data = { kind: "fashion-mnist", training: 500, validation: 100, test: 100 };
const planOf = (...experiments: Experiment[]): Plan => ({ ...defaultPlan, experiments });

test("students on different images share a teacher that has images of its own", () => {
  const first: Experiment = { ...defaultExperiment, teacher: { ...recipe, data: other } };
  const second: Experiment = { ...first, data: { ...other, training: 200 } };
  expect(teacherKey(planOf(first), second, 1)).toBe(teacherKey(planOf(first), first, 1));
  expect(teacherKey(planOf(), { ...second, teacher: recipe }, 1)).not.toBe(teacherKey(planOf(), defaultExperiment, 1));
});

test("a teacher per seed is another for each seed", () => {
  const plan = { ...planOf(defaultExperiment), teacherPerSeed: true };
  expect(teacherKey(plan, defaultExperiment, 1)).not.toBe(teacherKey(plan, defaultExperiment, 2));
});

test("a plain student has a recipe's teacher only beside a method that needs it", () => {
  const plain: Experiment = { ...defaultExperiment, name: "plain", method: { kind: "none" } };
  expect(hasTeacher(planOf(plain), plain)).toBe(false);
  expect(hasTeacher(planOf(plain, defaultExperiment), plain)).toBe(true);
});

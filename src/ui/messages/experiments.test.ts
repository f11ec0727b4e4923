import { expect, test } from "vitest";
import { methodChoices, planOfChoices } from "../../client/plan-choices.ts";
import { defaultExperiment } from "../../core/defaults.ts";
import { experimentsOf, toPlan } from "../../core/document.ts";
import { presets } from "../../core/presets.ts";
import { slowedName } from "../../core/slower.ts";
import { studies } from "../../core/studies.ts";
import { methodChoiceNames } from "./en/methods.ts";
import { experimentName } from "./zh/experiments.ts";

const grid = planOfChoices(toPlan(defaultExperiment), {
  methods: methodChoices,
  seeds: [1],
  rates: null,
  varied: [
    { setting: "studentDepth", values: [8] },
    { setting: "training", values: [100] },
  ],
});
const own = [...presets.values(), ...studies.values(), grid].flatMap(experimentsOf).map(({ name }) => name);
const slowed = own.flatMap((name) => [slowedName(name, 1), slowedName(name, 2)]);

test("every name that the lab gives an experiment is Chinese there, and no two are the same", () => {
  const all = [...new Set([...own, ...slowed])];
  const said = all.map(experimentName);
  expect(said.filter((name) => !/[\u4e00-\u9fff]/.test(name.replaceAll("FitNets", "提")))).toEqual([]);
  expect(said.filter((name) => /[a-z]+-|-\d/.test(name))).toEqual([]);
  expect(new Set(said).size).toBe(all.length);
});

test.each([
  ["plain-equal-total-1500", "普通学生（总迭代相同，1,500 次迭代）"],
  ["fsp-depth8-images100", "FSP 学生（深度 8，100 张图像）"],
  ["fsp-slower-2", "FSP 学生（减小学习率 2 次）"],
  ["teacher-21k", "教师网络（21,000 次迭代）"],
  ["my-fsp", "my-fsp"],
  ["my-fsp-2", "my-fsp-2"],
  ["fsp-depth", "fsp-depth"],
])("%s is called %s", (name, said) => {
  expect(experimentName(name)).toBe(said);
});

test("every method of a plan has its name in English", () => {
  expect(Object.keys(methodChoiceNames).toSorted()).toEqual([...methodChoices].toSorted());
});

import { expect, test } from "vitest";
import { tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import type { Experiment, Schedule, TeacherRecipe } from "./experiment.ts";
import { usualMethods } from "./methods/usual.ts";
import { csv, metricRows, metricsHeader, timingRow, timingsHeader } from "./report-rows.ts";
import type { Report, Result } from "./report.ts";
import { reportsOfRows } from "./reports-of-rows.ts";

const score = { step: 4, validation: 0.5, test: 0.25 };
const result: Result = {
  experiment: "tiny",
  experimentHash: "",
  seed: 1,
  method: "fsp",
  last: score,
  best: score,
  teacher: null,
  iterations: { teacher: 0, fsp: 3, task: 4 },
  weightsHash: "",
  teacherWeightsHash: null,
  environment: { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
};
const run = { experiment: "tiny", seed: 1 };

function there(experiment: Experiment, reports: readonly Report[]): Report[] | null {
  const rows = reports.flatMap((report) => metricRows(run, experiment.method.kind, report));
  const times = reports.flatMap((report) => timingRow(run, report));
  return reportsOfRows({ metrics: csv(metricsHeader, rows), timings: csv(timingsHeader, times) }, experiment, result);
}

const evaluation = { type: "evaluation", stage: 2, step: 4, accuracy: 0.5, loss: 1.5 } as const;

test("what FSP reported comes back, but for its matrices", () => {
  const reports: Report[] = [
    { type: "matrices", stage: 1, step: 0, matrices: [], distance: { section1: 3, section2: 4 } },
    { type: "stage", stage: 1, iterations: 3 },
    {
      type: "step",
      stage: 1,
      step: 1,
      rate: 0.001,
      loss: 7,
      accuracy: null,
      pairLoss: { section1: 3, section2: 4 },
      milliseconds: 1.25,
    },
    { type: "stage", stage: 2, iterations: 4 },
    {
      type: "step",
      stage: 2,
      step: 4,
      rate: 0.005000000000000001,
      loss: 2,
      accuracy: 0.5,
      pairLoss: null,
      milliseconds: 2,
    },
    { ...evaluation, split: "validation", weights: "current" },
    { type: "matrices", stage: 2, step: 4, matrices: [], distance: { section1: 2, section2: 1 } },
    { ...evaluation, split: "test", weights: "last", accuracy: result.last.test },
    { ...evaluation, split: "test", weights: "best", accuracy: result.best.test },
    { type: "finished", result },
  ];
  expect(there(tinyExperiment, reports)).toEqual(reports);
});

test("rows that were measured otherwise than the result says are none of it", () => {
  const measured = { ...evaluation, split: "test", weights: "best", accuracy: result.best.test + 0.01 } as const;
  expect(there(tinyExperiment, [measured])).toBeNull();
});

test("a method's own losses come back", () => {
  const fitnets = { ...usualMethods.fitnets, schedule: tinyExperimentParts.fsp.schedule };
  const step = { type: "step", pairLoss: null, milliseconds: 1 } as const;
  const reports: Report[] = [
    { type: "stage", stage: 1, iterations: 3 },
    {
      ...step,
      stage: 1,
      step: 1,
      rate: 0.001,
      loss: 3,
      accuracy: null,
      methodLoss: { name: "hint", weighted: 3, parts: { section2: 3 } },
    },
    { type: "methodLoss", stage: 1, step: 1, name: "hint", parts: { section2: 2 } },
    { type: "stage", stage: 2, iterations: 4 },
    {
      ...step,
      stage: 2,
      step: 1,
      rate: 0.05,
      loss: 1,
      accuracy: 0,
      methodLoss: { name: "soft", weighted: 4, parts: { logits: 1 } },
    },
    { type: "finished", result },
  ];
  expect(there({ ...tinyExperiment, method: fitnets }, reports)).toEqual(reports);
});

test("the rates of a teacher's steps are those of the task that it learns then", () => {
  const recipe = tinyExperiment.teacher as TeacherRecipe;
  const schedule: Schedule = { ...recipe.schedule, iterations: 4, rate: 0.5, factor: 0.5, drops: [2] };
  const first = { ...schedule, rate: 8, drops: [3] };
  const before = { data: tinyExperiment.data, batch: recipe.batch, augment: recipe.augment, schedule: first };
  const experiment: Experiment = { ...tinyExperiment, teacher: { ...recipe, schedule, before } };
  const step = { type: "step", stage: 0, loss: 1, accuracy: 0, pairLoss: null, milliseconds: 1 } as const;
  const rates = [8, 8, 8, 4, 0.5, 0.5, 0.25, 0.25];
  const reports = rates.map((rate, index): Report => ({ ...step, step: index + 1, rate }));
  expect(there(experiment, reports)?.filter(({ type }) => type === "step")).toEqual(reports);
});

test("other files are none", () => {
  expect(reportsOfRows({ metrics: "a,b\n1,2\n", timings: "" }, tinyExperiment, result)).toBe(null);
  const metrics = `${metricsHeader}\ntiny,fsp,1,student,7,1,task-loss,1\n`;
  expect(reportsOfRows({ metrics, timings: `${timingsHeader}\n` }, tinyExperiment, result)).toBe(null);
});

import { expect, test } from "vitest";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { toPlan } from "./document.ts";
import type { Experiment, Plan } from "./experiment.ts";
import { latexTable, outcomesOf } from "./latex-table.ts";
import type { RecordedRun } from "./recording.ts";
import type { EvaluationReport, Report, Result } from "./report.ts";

const plain: Experiment = { ...tinyExperiment, name: "plain", method: { kind: "none" } };
const plan: Plan = {
  ...toPlan(tinyExperiment),
  baseline: "plain",
  seeds: [1, 2],
  experiments: [tinyExperiment, plain],
};

function recorded(
  { name, method }: Experiment,
  seed: number,
  test: number,
  before: readonly Report[] = [],
): RecordedRun {
  const score = { step: 4, validation: 0.5, test };
  const result: Result = {
    experiment: name,
    experimentHash: "",
    seed,
    method: method.kind,
    last: score,
    best: score,
    teacher: null,
    iterations: { teacher: 0, fsp: method.kind === "none" ? 0 : 3, task: 4 },
    weightsHash: "",
    teacherWeightsHash: null,
    environment: { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
  };
  return { run: { experiment: name, seed }, reports: [...before, { type: "finished", result }] };
}

test("a table has each experiment's means and its differences from the baseline", () => {
  const runs = [
    recorded(tinyExperiment, 1, 0.6),
    recorded(tinyExperiment, 2, 0.62),
    recorded(plain, 1, 0.5),
    recorded(plain, 2, 0.5),
  ];
  const lines = latexTable({ document: plan, runs }).split("\n");
  expect(lines.filter((line) => /^(tiny|plain) /.test(line))).toEqual([
    String.raw`tiny & fsp & 3+4 & 2 & $61.00 \pm 1.41$ & $61.00 \pm 1.41$ & $+11.00$ [$-1.71$, $+23.71$] \\`,
    String.raw`plain & none & 4 & 2 & $50.00 \pm 0.00$ & $50.00 \pm 0.00$ & -- \\`,
  ]);
});

test("a run's validation curve is of the weights as they were then", () => {
  const evaluation: EvaluationReport = {
    type: "evaluation",
    stage: 2,
    split: "validation",
    step: 2,
    weights: "current",
    accuracy: 0.25,
    loss: 1,
  };
  const before = [evaluation, { ...evaluation, step: 4, weights: "best" as const, accuracy: 0.75 }];
  expect(outcomesOf([recorded(plain, 1, 0.5, before)])).toMatchObject([
    { status: "finished", validation: { steps: [2], values: [0.25] } },
  ]);
});

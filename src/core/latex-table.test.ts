import { expect, test } from "vitest";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { toPlan } from "./document.ts";
import type { Experiment, Plan } from "./experiment.ts";
import { latexTable, outcomesOf } from "./latex-table.ts";
import { runId, trialId } from "./plan-jobs.ts";
import type { How, RunEnd } from "./run-end.ts";
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

const endOf = (id: string, run: RunEnd["run"], rate: number, how: How): RunEnd => {
  const none = { iterations: 0, seconds: 0 };
  return { id, run, rate, how, validation: { steps: [], values: [] }, times: { 0: none, 1: none, 2: none } };
};

const rowsIn = (table: string) => table.split("\n").filter((line) => /^(experiment|tiny|plain) /.test(line));

test("a table has each experiment's means and its differences from the baseline, with their verdicts", () => {
  const runs = [
    recorded(tinyExperiment, 1, 0.6),
    recorded(tinyExperiment, 2, 0.62),
    recorded(plain, 1, 0.5),
    recorded(plain, 2, 0.5),
  ];
  const table = latexTable({ document: plan, runs }, []);
  expect(rowsIn(table)).toEqual([
    String.raw`experiment & method & iterations & rate & $n$ & last, \% & best, \% & difference, points & verdict \\`,
    String.raw`tiny & fsp & 3+4 & 0.05 & 2 & $61.00 \pm 1.41$ & $61.00 \pm 1.41$ & $+11.00$ [$-1.71$, $+23.71$] & needs more seeds \\`,
    String.raw`plain & none & 4 & 0.05 & 2 & $50.00 \pm 0.00$ & $50.00 \pm 0.00$ & -- & -- \\`,
  ]);
  expect(table).toContain(String.raw`\begin{tabular}{llrrrrrrl}`);
});

test("failed runs are counted, named with their reason, and part of no number", () => {
  const runs = [recorded(tinyExperiment, 1, 0.6), recorded(plain, 1, 0.5), recorded(plain, 2, 0.5)];
  const run = { experiment: "tiny", seed: 2 };
  const reason = "The loss is NaN at iteration 3,\n50 % of the way.";
  const table = latexTable({ document: plan, runs }, [endOf(runId(run), run, 0.05, { kind: "failed", reason })]);
  expect(rowsIn(table).map((line) => line.split(" & ").slice(4, 7))).toEqual([
    ["$n$", "failed", String.raw`last, \%`],
    ["1", "1", "$60.00$"],
    ["2", "0", String.raw`$50.00 \pm 0.00$`],
  ]);
  expect(table).toContain(
    "\n% Failed, in none of the numbers: tiny seed 2: The loss is NaN at iteration 3, 50 % of the way.\n",
  );
});

test("where a sweep chose the rates, a second table has what was tried, and the first the rates that the runs had", () => {
  const sweep = { rates: [0.01, 0.1], seeds: [7, 8], iterations: 2 };
  const accuracies: Readonly<Record<string, readonly (number | null)[]>> = {
    tiny: [0.25, 0.5, 0.75, 0.25],
    plain: [0.5, 0.5, 0.25, null],
  };
  const ends = plan.experiments.flatMap(({ name }) =>
    sweep.rates.flatMap((rate, index) =>
      sweep.seeds.map((seed, place): RunEnd => {
        const accuracy = accuracies[name]![2 * index + place]!;
        const how: How = accuracy === null ? { kind: "failed", reason: "NaN" } : { kind: "tried", accuracy };
        return endOf(trialId({ experiment: name, rate, seed }), { experiment: `${name} @ ${rate}`, seed }, rate, how);
      }),
    ),
  );
  const runs = [recorded(tinyExperiment, 1, 0.6), recorded(plain, 1, 0.5)];
  const table = latexTable({ document: { ...plan, sweep }, runs }, ends);
  expect(rowsIn(table).map((line) => line.split(" & ").slice(0, 4).join(" & "))).toEqual([
    "experiment & method & iterations & rate",
    "tiny & fsp & 3+4 & 0.1",
    "plain & none & 4 & 0.01",
    String.raw`experiment & 0.01 & 0.1 & chosen \\`,
    String.raw`tiny & $37.50$ & $50.00$ & 0.1 \\`,
    String.raw`plain & $50.00$ & failed & 0.01 \\`,
  ]);
  expect(table).toContain("tried with seeds 7, 8 for 2 iterations");
  expect(table).not.toContain("Failed, in none");
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

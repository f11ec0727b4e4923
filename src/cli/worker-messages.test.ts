import { expect, test } from "vitest";
import { defaultExperiment } from "../core/defaults.ts";
import { jobsOf } from "../core/plan-jobs.ts";
import { toPlan } from "../core/document.ts";
import { expectNoDamage } from "../testing/damaged-messages.ts";
import type { JobOutcome } from "./job-outcome.ts";
import { fromWorkerIn, toWorkerIn, type FromWorker, type ToWorker } from "./worker-messages.ts";

const sweep = { rates: [0.1, 0.2], seeds: [100], iterations: null };
const plan = { ...toPlan(defaultExperiment), sweep };
const jobs = jobsOf(plan);
const run = { experiment: "a", seed: 1 };
const time = { iterations: 1, seconds: 0.5 };
const times = { 0: time, 1: time, 2: time };
const score = { step: 1, validation: 0.5, test: 0.5 };
const trial = { experiment: "a", rate: 0.1, seed: 1 };

const toWorker: readonly ToWorker[] = [
  {
    type: "open",
    employment: {
      plan,
      backend: "wasm",
      engine: "fast",
      data: ["a"],
      teachers: ["b"],
      out: "c",
      identity: "d",
      dumpBatch: 0,
    },
  },
  ...jobs.map((job): ToWorker => ({
    type: "perform",
    task: { job, tuning: { rate: 0.1, rates: [{ rate: 0.1, validation: 0.5 }] } },
  })),
  { type: "stop" },
];

const result = { last: score, best: score, iterations: { teacher: 1, fsp: 2, task: 3 } };
const outcomes: readonly JobOutcome[] = [
  { kind: "teacher", times, failure: null },
  { kind: "trial", times, trial: { trial, validation: null }, failure: "broke" },
  { kind: "run", times, outcome: { status: "finished", run, result, validation: { steps: [1], values: [0.5] } } },
  { kind: "run", times, outcome: { status: "failed", run, reason: "broke" } },
];
const environment = { lab: "1", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
const step = { stage: 2, step: 1, rate: 0.1, loss: 2, accuracy: 0.1, pairLoss: null, milliseconds: 5 } as const;
const fromWorker: readonly FromWorker[] = [
  { type: "opened", environment },
  { type: "step", step: { type: "step", ...step } },
  ...outcomes.map((outcome): FromWorker => ({ type: "done", outcome })),
  { type: "stopped" },
  { type: "failed", message: "broke", isBadInput: true },
];

test("the plan of this test has a job of every kind", () => {
  expect(new Set(jobs.map(({ kind }) => kind))).toEqual(new Set(["teacher", "trial", "run"]));
});

test.each([
  ["is told", { read: toWorkerIn, all: toWorker }],
  ["says", { read: fromWorkerIn, all: fromWorker }],
])("what a process of a plan %s is taken whole, and nothing that is damaged", (_, { read, all }) => {
  for (const message of all) {
    // As JSON, which is how processes send it.
    expect(read(JSON.parse(JSON.stringify(message)))).toEqual(message);
    expectNoDamage(read, message);
  }
});

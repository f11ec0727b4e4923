import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../../core/defaults.ts";
import type { Plan } from "../../core/experiment.ts";
import type { How, RunEnd } from "../../core/run-end.ts";
import { endedTraining } from "../../testing/ended-training.ts";
import { runRecords } from "./run-records.ts";
import { groupsOf } from "./groups.ts";
import { sweepOf } from "./sweeps.ts";

const fsp = { ...defaultExperiment, name: "fsp" };
const plan: Plan = {
  ...defaultPlan,
  seeds: [1],
  experiments: [fsp],
  sweep: { rates: [0.02, 0.05, 0.1], seeds: [100], iterations: null },
};

function endOf(id: string, experiment: string, seed: number, rate: number, how: How): RunEnd {
  const time = { iterations: 0, seconds: 0 };
  const times = { 0: time, 1: { iterations: 200, seconds: 1 }, 2: { iterations: 300, seconds: 2 } };
  return { id, run: { experiment, seed }, rate, how, validation: { steps: [], values: [] }, times };
}

const trial = (rate: number, how: How) => endOf(`sweep/fsp-r${rate}-s100`, `fsp @ ${rate}`, 100, rate, how);
const failed: How = { kind: "failed", reason: "Its numbers stopped being finite." };
const trials = [
  trial(0.02, { kind: "tried", accuracy: 0.7 }),
  trial(0.05, { kind: "tried", accuracy: 0.8 }),
  trial(0.1, failed),
];

function sweepAfter(ends: readonly RunEnd[]) {
  const run = endOf("fsp-s1", "fsp", 1, 0.05, failed);
  return sweepOf(runRecords(null, [endedTraining(plan, [...ends, run])])[0]!);
}

test("a sweep is what each rate came to, which was taken, and what all trials cost", () => {
  expect(sweepAfter(trials)).toEqual({
    tuning: {
      rate: 0.05,
      rates: [
        { rate: 0.02, validation: 0.7 },
        { rate: 0.05, validation: 0.8 },
        { rate: 0.1, validation: null },
      ],
    },
    isAtEdge: false,
    iterations: 1500,
    seconds: 9,
  });
});

test("the best rate at an end of those tried is told", () => {
  const rising = [...trials.slice(0, 2), trial(0.1, { kind: "tried", accuracy: 0.9 })];
  expect(sweepAfter(rising)).toMatchObject({ tuning: { rate: 0.1 }, isAtEdge: true });
});

test("the run in progress, too, is known by the rate that its trials chose", () => {
  const two = { ...plan, seeds: [1, 2], experiments: [{ ...fsp, task: { ...fsp.task, rate: 0.1 } }] };
  const first = endOf("fsp-s1", "fsp", 1, 0.05, failed);
  const records = runRecords(null, [endedTraining(two, [...trials, first], { status: "training" })]);
  expect(records.map(({ state, experiment }) => [state, experiment.task.rate])).toEqual([
    ["failed", 0.05],
    ["interrupted", 0.05],
  ]);
  expect(groupsOf(records, "settings")).toHaveLength(1);
});

test("there is none before the last trial has ended", () => expect(sweepAfter(trials.slice(0, 2))).toBeNull());

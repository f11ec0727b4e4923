import { expect, test } from "vitest";
import { studentNetwork } from "../core/build-network.ts";
import { toPlan } from "../core/document.ts";
import type { Environment } from "../core/report.ts";
import { pageOrder } from "../core/run-order.ts";
import { slower } from "../core/slower.ts";
import { checkpointBytes } from "../engine/checkpoint-file.ts";
import { initialWeights } from "../models/weights.ts";
import type { Branch } from "../protocol/divergence.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { branched } from "./branching.ts";
import type { Resumption } from "./resumption.ts";

const environment: Environment = {
  lab: "test",
  tfjs: "4.22.0",
  backend: "wasm",
  engine: "fast",
  adapter: null,
  software: false,
};
const run = { experiment: tinyExperiment.name, seed: 1 };
const made = slower(tinyExperiment, run, 2, 2);
const plan = toPlan(made.document);
const beginning: Resumption = {
  record: {
    version: 1,
    id: "a",
    document: made.document,
    begunAt: 0,
    changedAt: 0,
    environment,
    status: "training",
    chunks: 0,
    checkpoints: [],
    results: [],
  },
  before: [],
  order: pageOrder(plan),
  current: null,
  shelf: new Map(),
};

async function branchAt(done: number): Promise<Branch> {
  const weights = initialWeights(studentNetwork(tinyExperiment), "student", 1);
  const student = { stage: 2 as const, done, weights, velocities: new Map(), best: null, comparison: new Map() };
  const checkpoint = await checkpointBytes({ phase: "student", teacher: null, student }, tinyExperiment, "");
  const before = [{ run: made.run, reports: [] }];
  return { run, stage: 2, sound: done, checkpoint, environment, experiment: tinyExperiment, as: made.run, before };
}

test("a training begins in the middle of another, with what that one told", async () => {
  const branch = await branchAt(2);
  const { current, before, record } = await branched(plan, branch, beginning);
  expect(current).toMatchObject({ run: made.run, from: { phase: "student", student: { stage: 2, done: 2 } } });
  expect(before).toBe(branch.before);
  expect(record.ends).toEqual([]);
});

test("on another machine it begins at its beginning", async () => {
  const branch = { ...(await branchAt(2)), environment: { ...environment, adapter: "another" } };
  expect(await branched(plan, branch, beginning)).toBe(beginning);
});

test("a state that the run would not come through is refused", async () => {
  await expect(branched(plan, await branchAt(3), beginning)).rejects.toThrow("does not come through iteration 3");
});

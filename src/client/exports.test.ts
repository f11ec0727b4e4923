import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { teacherKey, teacherSeed } from "../core/plan-runs.ts";
import type { Report, RunKey } from "../core/report.ts";
import type { How, RunEnd } from "../core/run-end.ts";
import { runId } from "../core/plan-jobs.ts";
import { safetensorsBytes } from "../core/safetensors.ts";
import { teacherBytes } from "../engine/network-file.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { teacher } from "../testing/small-training.ts";
import { Exports } from "./exports.ts";
import { Saved } from "./saved.ts";
import type { RunFile } from "../core/run-file.ts";

/** As a run's file gives it. */
const alone = (file: RunFile) => ({ file, ends: [], weights: new Map() });

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const environment = { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
const reports: readonly Report[] = [{ type: "stage", stage: 2, iterations: 4 }];
const other: Experiment = { ...tinyExperiment, name: "other" };
const plan: Plan = {
  ...toPlan(tinyExperiment),
  seeds: [1, 2],
  teacherPerSeed: true,
  experiments: [tinyExperiment, other],
};
const runs: readonly RunKey[] = plan.experiments.flatMap(({ name }) =>
  plan.seeds.map((seed) => ({ experiment: name, seed })),
);

/** A training of four runs, with the student of each and the two teachers. */
async function kept() {
  const storage = labStorage(() => {});
  const saved = new Saved({ storage, clock: () => 1000, newId: () => "t", every: () => () => {} });
  const { id } = await saved.take(alone({ document: plan, environment, runs: runs.map((run) => ({ run, reports })) }));
  const [training] = saved.store.getState().trainings;
  const { recipe } = tinyExperimentParts;
  for (const run of runs)
    await storage.trainings.keepStudent(id, run, {
      sha256: "",
      name: `${run.experiment}-s${run.seed}-student`,
      bytes: safetensorsBytes({ tensors: new Map(), metadata: { of: `${run.experiment} ${run.seed}` } }),
    });
  for (const seed of plan.seeds)
    await storage.trainings.keepNetwork(id, teacherKey(plan, tinyExperiment, seed), {
      sha256: "",
      name: `teacher-${seed}`,
      bytes: teacherBytes({
        ...teacher,
        origin: { recipe, data: tinyExperiment.data, seed: teacherSeed(plan, tinyExperiment, seed) },
      }),
    });
  const makeWorker = () => {
    throw new Error("nothing is packed here");
  };
  return { exports: new Exports({ saved, storage, makeWorker }), training: training!, storage };
}

test("of a training those runs are exported that are asked for, with their weights alone", async () => {
  const { exports, training } = await kept();
  const run = { experiment: "other", seed: 2 };
  const taken = (await exports.of(training.id, [run]))!;
  expect(taken.file).toEqual({ document: plan, environment, runs: [{ run, reports }] });
  expect([...taken.weights.keys()].toSorted()).toEqual(["other-s2-student.safetensors", "teacher-2.safetensors"]);
});

test("how runs ended goes along: of those asked for, and of the trials", async () => {
  const { exports, training, storage } = await kept();
  const end = (id: string, run: RunKey, how: How): RunEnd => {
    const none = { iterations: 0, seconds: 0 };
    return { id, run, rate: 0.1, how, validation: { steps: [], values: [] }, times: { 0: none, 1: none, 2: none } };
  };
  const failed = runs.map((run) => end(runId(run), run, { kind: "failed", reason: "NaN" }));
  const tried = end("sweep/tiny-r0.1-s9", { experiment: "tiny @ 0.1", seed: 9 }, { kind: "tried", accuracy: 0.5 });
  await storage.trainings.change(training.id, { ends: [...failed, tried] });
  const [asked] = runs;
  expect((await exports.of(training.id, [asked!]))!.ends).toEqual([failed[0], tried]);
});

test("what comes from a bundle goes out again with the same weights, those of each run's student and teacher", async () => {
  const first = await kept();
  const bundled = (await first.exports.of(first.training.id, runs))!;
  expect(bundled.weights.size).toBe(6);
  vi.stubGlobal("indexedDB", new IDBFactory());
  const storage = labStorage(() => {});
  const saved = new Saved({ storage, clock: () => 1000, newId: () => "t", every: () => () => {} });
  // Strangers among the weights are nobody's.
  const weights = new Map([
    ...bundled.weights,
    ["odd.safetensors", bundled.weights.get("tiny-s1-student.safetensors")!],
  ]);
  await saved.take({ ...bundled, weights });
  const [training] = saved.store.getState().trainings;
  const exports = new Exports({ saved, storage, makeWorker: vi.fn<() => never>() });
  const again = (await exports.of(training!.id, runs))!;
  expect(again.weights).toEqual(bundled.weights);
  const { weights: some } = (await exports.of(training!.id, [{ experiment: "other", seed: 2 }]))!;
  expect([...some.keys()].toSorted()).toEqual(["other-s2-student.safetensors", "teacher-2.safetensors"]);
});

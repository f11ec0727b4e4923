import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { BadInput } from "../core/bad-input.ts";
import { sha256Of } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import type { Report, Result } from "../core/report.ts";
import { teacherBytes } from "../engine/network-file.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { runFileOf } from "../core/run-file.ts";
import { tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { teacher } from "../testing/small-training.ts";
import { Earlier, type EarlierParts } from "./earlier.ts";
import { Exports } from "./exports.ts";
import { offeredBroken } from "./kept-lists.ts";
import { runRecords } from "./runs/run-records.ts";
import { Saved } from "./saved.ts";
import { planOf, setupOf } from "./settings.ts";
import { teacherNamed, withTeacher } from "./teacher-choice.ts";
import type { RunFile } from "../core/run-file.ts";

/** As a run's file gives it. */
const alone = (file: RunFile) => ({ file, ends: [], weights: new Map() });

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const run = { experiment: "tiny", seed: 1 };
const environment = { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
const report: Report = { type: "stage", stage: 2, iterations: 4 };
const bytes = teacherBytes({
  ...teacher,
  origin: { recipe: tinyExperimentParts.recipe, data: tinyExperiment.data, seed: 1 },
});

function saved() {
  const ticks: (() => void)[] = [];
  let ids = 0;
  const storage = labStorage(() => {});
  const kept = new Saved({
    storage,
    clock: () => 1000 + ids,
    newId: () => `id${(ids += 1)}`,
    every: (_milliseconds, tick) => {
      ticks.push(tick);
      return () => ticks.splice(ticks.indexOf(tick), 1);
    },
  });
  return { kept, storage, ticks };
}

test("a set-up is saved a moment after its last change, again and again in one record", async () => {
  const { kept, ticks } = saved();
  kept.setups.changed(tinyExperiment);
  kept.setups.changed({ ...tinyExperiment, batch: 4 });
  expect(ticks).toHaveLength(1);
  await kept.setups.flush();
  kept.setups.changed({ ...tinyExperiment, batch: 6 });
  await kept.setups.flush();
  await kept.refresh();
  expect(kept.store.getState().experiments).toMatchObject([{ revision: 2, document: { batch: 6 } }]);
});

test("one that another tab has changed since is saved beside it", async () => {
  const [{ kept }, other] = [saved(), saved()];
  kept.setups.changed(tinyExperiment);
  await kept.setups.flush();
  await kept.refresh();
  const [record] = kept.store.getState().experiments;
  other.kept.setups.begin(record!);
  other.kept.setups.changed({ ...tinyExperiment, batch: 4 });
  await other.kept.setups.flush();
  kept.setups.changed({ ...tinyExperiment, batch: 6 });
  await kept.setups.flush();
  await kept.refresh();
  const batches = kept.store.getState().experiments.map(({ document }) => "batch" in document && document.batch);
  expect(new Set(batches)).toEqual(new Set([4, 6]));
});

test("a run is exported from what the page has heard, with no storage at all", () => {
  vi.stubGlobal("indexedDB", undefined);
  const { kept } = saved();
  expect(kept.exportedCurrent()).toBeNull();
  kept.beginTraining(tinyExperiment);
  kept.heard({ type: "begun", environment, resumed: false });
  kept.heard({ type: "reports", run, reports: [report] });
  kept.heard({ type: "saving", trouble: "none" });
  expect(kept.store.getState().trouble).toBe("none");
  const { name, text } = kept.exportedCurrent()!;
  expect(runFileOf(text, name)).toEqual({ document: tinyExperiment, environment, runs: [{ run, reports: [report] }] });
});

test("where nothing is saved, the runs of this visit stay to be compared when another is begun", async () => {
  vi.stubGlobal("indexedDB", undefined);
  const { kept, storage } = saved();
  const score = { step: 4, validation: 0.5, test: 0.75 };
  const result: Result = {
    experiment: "tiny",
    experimentHash: "0",
    seed: 1,
    method: "fsp",
    last: score,
    best: score,
    teacher: null,
    iterations: { teacher: 2, fsp: 3, task: 4 },
    weightsHash: "0",
    teacherWeightsHash: null,
    environment,
  };
  const step: Report = {
    type: "step",
    stage: 2,
    step: 1,
    rate: 0.05,
    loss: 2,
    accuracy: 0.5,
    pairLoss: null,
    milliseconds: 5,
  };
  const reports: readonly Report[] = [report, step, { type: "finished", result }];
  const train = (trouble: "none" | null) => {
    kept.beginTraining(tinyExperiment);
    kept.heard({ type: "begun", environment, resumed: false });
    kept.heard({ type: "reports", run, reports });
    kept.heard({ type: "saving", trouble });
    kept.leaveTraining();
  };
  train("none");
  const { visit } = kept.store.getState();
  const [record, ...others] = runRecords(null, visit);
  expect(others).toEqual([]);
  expect(record).toMatchObject({ run, state: "finished", end: { how: { result: { last: score } } } });
  expect(await kept.curves.curveOf(record!, "taskLoss")).toEqual({ steps: [1], values: [2] });
  const exports = new Exports({ saved: kept, storage, makeWorker: vi.fn<() => never>() });
  const taken = await exports.of(record!.training.id, [run]);
  expect(taken).toEqual({
    file: { document: tinyExperiment, environment, runs: [{ run, reports }] },
    ends: [],
    weights: new Map(),
  });
  // What is saved is not held twice.
  train(null);
  expect(kept.store.getState().visit).toEqual(visit);
  for (let count = 0; count < 25; count++) train("none");
  expect(kept.store.getState().visit).toHaveLength(20);
});

test("a run that broke is offered until it is left, and opened with where it was sound last", async () => {
  const { kept, storage } = saved();
  const [sound, shown] = [new Uint8Array([4, 2]), vi.fn<EarlierParts["showBroken"]>()];
  const { id } = await kept.take(alone({ document: tinyExperiment, environment, runs: [{ run, reports: [report] }] }));
  const layer = { pass: "matrix", layer: "section1", parameter: null, step: 3, range: null } as const;
  const note = {
    run,
    stage: 2,
    sound: 2,
    sha256: await sha256Of(sound),
    layer,
    isSearched: true,
    isOffered: true,
  } as const;
  await storage.trainings.change(id, { status: "failed", broken: note });
  await storage.trainings.keepSound(id, sound);
  await kept.refresh();
  expect(offeredBroken(kept.store.getState().trainings)?.id).toBe(id);
  const goOnSlower = vi.fn<() => void>();
  const earlier = new Earlier({
    saved: kept,
    isUnderWay: () => false,
    begin: () => {},
    show: () => {},
    showBroken: shown,
    goOnSlower,
    resume: () => {},
  });
  await earlier.goOnSlower(id);
  const divergence = { run, stage: 2, sound: 2, checkpoint: sound, environment };
  expect(shown).toHaveBeenCalledWith({ divergence, search: { status: "ended", layer } }, tinyExperiment);
  expect(goOnSlower).toHaveBeenCalledOnce();
  // Of a damaged one the run is shown all the same, and nothing is begun that takes longer than was said.
  await storage.trainings.keepSound(id, new Uint8Array([4, 3]));
  await earlier.goOnSlower(id);
  const lost = { divergence: { ...divergence, checkpoint: null }, search: { status: "ended", layer } };
  expect(shown).toHaveBeenLastCalledWith(lost, tinyExperiment);
  expect(goOnSlower).toHaveBeenCalledOnce();
  await kept.leave(id);
  await kept.refresh();
  expect(offeredBroken(kept.store.getState().trainings)).toBeNull();
});

test("a file of a run becomes one of the list, and a broken one is refused by name", async () => {
  const { kept } = saved();
  kept.beginTraining(tinyExperiment);
  kept.heard({ type: "begun", environment, resumed: false });
  kept.heard({ type: "reports", run, reports: [report] });
  const { text } = kept.exportedCurrent()!;
  await kept.take(alone(runFileOf(text, "tiny.lab.json")));
  const [training] = kept.store.getState().trainings;
  expect(training).toMatchObject({ status: "left", chunks: 1 });
  expect((await kept.recordingOf(training!))?.runs).toEqual([{ run, reports: [report] }]);
  expect(() => runFileOf("{}", "tiny.lab.json")).toThrow(/^tiny\.lab\.json is no run of this lab/);
});

const finished: Report = {
  type: "finished",
  result: {
    experiment: "tiny",
    experimentHash: "0",
    seed: 1,
    method: "none",
    last: { step: 4, validation: 0.6, test: 0.5 },
    best: { step: 4, validation: 0.6, test: 0.5 },
    teacher: null,
    iterations: { teacher: 0, fsp: 0, task: 4 },
    weightsHash: "0",
    teacherWeightsHash: null,
    environment,
  },
};

test("what comes from a file twice is kept once, and as far as it came", async () => {
  const { kept } = saved();
  const document = { ...toPlan(tinyExperiment), seeds: [1, 2] };
  const whole = { document, environment, runs: [{ run, reports: [report, finished] }] };
  const cut = { document, environment, runs: [...whole.runs, { run: { ...run, seed: 2 }, reports: [report] }] };
  const { id } = await kept.take(alone(whole));
  expect(await kept.take(alone(whole))).toEqual({ id, isKept: true });
  const { id: other } = await kept.take(alone(cut));
  expect(kept.store.getState().trainings).toHaveLength(2);
  expect(kept.training(id)).toMatchObject({ status: "finished", order: [run], results: [{ run, accuracy: 0.5 }] });
  expect(kept.training(other)).toMatchObject({ status: "left", results: [{ run, accuracy: 0.5 }] });
  expect(runRecords(null, [kept.training(id)!]).map(({ state }) => state)).toEqual(["finished"]);
});

test("a teacher is kept by its hash, once, and experiments name it", async () => {
  const { kept, storage } = saved();
  await storage.trainings.keepNetwork("t", "key", { sha256: await sha256Of(bytes), name: "made", bytes });
  await kept.teachers.keepOf("t");
  await kept.teachers.take(bytes, "mine.safetensors");
  const { teachers } = kept.store.getState();
  expect(teachers).toMatchObject([{ name: "mine", sha256: await sha256Of(bytes) }]);
  const named = teacherNamed(teachers[0]!)!;
  expect(named).toMatchObject({ kind: "stored", name: "mine", network: tinyExperimentParts.recipe.network });
  const setup = withTeacher({ ...setupOf(tinyExperiment), changes: { teacherDepth: 20, batch: 4 } }, named);
  expect(planOf(setup).experiments[0]).toMatchObject({ teacher: named, batch: 4 });
  await kept.teachers.remove(named.sha256);
  expect(kept.store.getState().teachers).toEqual([]);
});

test("a file that is no teacher is refused by name", async () => {
  const { kept } = saved();
  for (const wrong of [new Uint8Array(3), teacherBytes(teacher).slice(0, 60)])
    await expect(kept.teachers.take(wrong, "cat.png")).rejects.toThrow(BadInput);
});

import { expect, test, vi } from "vitest";
import type { BundledTraining } from "../core/bundle.ts";
import type { FoundImages } from "../core/found-images.ts";
import type { ImageSet } from "../core/images.ts";
import { toPlan } from "../core/document.ts";
import type { Environment } from "../core/report.ts";
import { defaultExperiment } from "../core/defaults.ts";
import type { ImportCommand, ImportEvent } from "../protocol/import-messages.ts";
import { storedData } from "../testing/stored-data.ts";
import { picked } from "./dropped-files.ts";
import { Imports, missingSets } from "./imports.ts";
import type { ImportWorker } from "./imports.ts";

/** Imports whose workers are this test. */
function importsWithWorkers() {
  const workers: (ImportWorker & { readonly heard: ImportCommand[]; ended: boolean })[] = [];
  let tick = () => {};
  const dropped: string[] = [];
  const taken: (readonly BundledTraining[])[] = [];
  const free = { isUnderWay: false };
  const imports = new Imports({
    makeWorker: () => {
      const heard: ImportCommand[] = [];
      const worker = {
        heard,
        ended: false,
        onmessage: null,
        onerror: null,
        postMessage: (command: ImportCommand) => void heard.push(command),
        terminate: () => {
          worker.ended = true;
        },
      };
      workers.push(worker);
      return worker;
    },
    every: (_, callback) => {
      tick = callback;
      return () => {
        tick = () => {};
      };
    },
    keptSets: async () => [outline],
    dropSet: async () => {},
    dropUnfinished: async (sha256) => void dropped.push(sha256),
    takeTrainings: async (trainings) => {
      taken.push(trainings);
      return !free.isUnderWay;
    },
  });
  const say = (event: ImportEvent) => workers.at(-1)!.onmessage?.(new MessageEvent("message", { data: event }));
  const wait = (seconds: number) => Array.from({ length: seconds }).forEach(() => tick());
  return { imports, workers, dropped, taken, free, say, wait, state: () => imports.store.getState() };
}

const outline = {
  name: "kept",
  sha256: "1".repeat(64),
  size: [8, 8, 1] as const,
  classes: ["cat", "dog"],
  counts: { training: 4, validation: 0, test: 0 },
};
const images = {} as ImageSet;
const foundParts: Partial<FoundImages> = { outline: { ...outline, sha256: storedData.sha256 }, unkept: null };
const found = foundParts as FoundImages;
const given = Promise.resolve({ name: "a.zip", files: [] });
const plan = toPlan({ ...defaultExperiment, data: storedData });

test("a bundle of trainings is handed over, and the dialog closes unless one is being trained", async () => {
  const { imports, say, taken, free, state } = importsWithWorkers();
  const file = { document: defaultExperiment, environment: {} as Environment, runs: [] };
  const trainings: BundledTraining[] = [{ file, weights: new Map() }];
  for (const isUnderWay of [false, true]) {
    free.isUnderWay = isUnderWay;
    await imports.give(given);
    say({ type: "bundle", trainings });
    await vi.waitFor(() => expect(state().open).toBe(isUnderWay));
    if (isUnderWay) expect(state().task).toEqual({ status: "bundle", name: "a.zip", runs: 0 });
  }
  expect(taken).toEqual([trainings, trainings]);
});

test("what is given is read in a worker, which is ended when it has found the images", async () => {
  const { imports, workers, say, state } = importsWithWorkers();
  await imports.give(given);
  expect(state()).toMatchObject({ open: true, task: { status: "working", name: "a.zip" } });
  expect(workers[0]!.heard).toEqual([{ type: "read", name: "a.zip", files: [] }]);
  say({ type: "found", found });
  expect(state().task.status).toBe("found");
  expect(workers[0]!.ended).toBe(true);
});

test("Cancel ends the worker at once, and what it says after that is not heard", async () => {
  const { imports, workers, state } = importsWithWorkers();
  await imports.give(given);
  const { onmessage } = workers[0]!;
  imports.cancel();
  expect([workers[0]!.ended, workers[0]!.onmessage, onmessage === null]).toEqual([true, null, false]);
  expect(state().task.status).toBe("none");
});

test("what a worker had begun to keep when it was ended is dropped; what it found is not", async () => {
  const { imports, say, dropped } = importsWithWorkers();
  await imports.give(given);
  say({ type: "keeping", sha256: "a" });
  imports.cancel();
  expect(dropped).toEqual(["a"]);
  await imports.give(given);
  say({ type: "keeping", sha256: "b" });
  say({ type: "found", found });
  imports.cancel();
  expect(dropped).toEqual(["a"]);
});

test("Cancel while a folder is still being looked through begins no reading", async () => {
  const { imports, workers, state } = importsWithWorkers();
  const giving = imports.give(given);
  imports.cancel();
  await giving;
  expect([workers.length, state().task.status]).toEqual([0, "none"]);
});

test("a worker that falls silent is ended; one that speaks is not", async () => {
  const { imports, workers, say, wait, state } = importsWithWorkers();
  await imports.give(given);
  wait(44);
  say({ type: "progress", progress: { what: "reading", file: "a", done: 1, total: 2, bytes: null } });
  wait(44);
  expect(state().task.status).toBe("working");
  wait(1);
  expect(state().task).toMatchObject({ status: "refused", problem: { code: "data-file", file: "a.zip" } });
  expect(workers[0]!.ended).toBe(true);
});

test.each([
  ["out of memory", { code: "data-file", fault: { kind: "damaged" } }],
  // The browser says nothing of a script that did not come.
  ["", { code: "part-unread" }],
])("a worker that breaks, and says %j of it, is a refusal", async (message, problem) => {
  const { imports, workers, state } = importsWithWorkers();
  await imports.give(given);
  const error = Object.assign(new Event("error"), { message }) as ErrorEvent;
  workers[0]!.onerror?.(error);
  expect(state().task).toMatchObject({ status: "refused", problem });
});

test("a set that no storage keeps goes along with the plan that learns from it, and is not missing", async () => {
  const { imports, say, state } = importsWithWorkers();
  await imports.look();
  expect(missingSets(plan, state().kept)).toEqual([storedData]);
  expect(imports.unkeptFor(plan)).toEqual([]);
  await imports.give(given);
  say({ type: "found", found: { ...found, unkept: { code: "full", images } } });
  await imports.look();
  expect(imports.unkeptFor(plan)).toEqual([{ sha256: storedData.sha256, images }]);
  expect(missingSets(plan, state().kept)).toEqual([]);
  await imports.drop(storedData.sha256);
  expect(missingSets(plan, state().kept)).toEqual([storedData]);
});

test("files have one name before their paths", () => {
  const file = (name: string, webkitRelativePath = "") => ({ name, webkitRelativePath }) as File;
  const paths = (...files: File[]) => {
    const { name, files: all } = picked(files);
    return [name, ...all.map(({ path }) => path)];
  };
  expect(paths(file("a.zip"))).toEqual(["a.zip", "a.zip"]);
  expect(paths(file("x.gz"), file("y.gz"))).toEqual(["x.gz +1", "x.gz +1/x.gz", "x.gz +1/y.gz"]);
  expect(paths(file("1.png", "own/cat/1.png"))).toEqual(["own", "own/cat/1.png"]);
});

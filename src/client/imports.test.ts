import { expect, test, vi } from "vitest";
import type { FoundImages } from "../core/found-images.ts";
import type { ImageSet } from "../core/images.ts";
import type { LabFiles } from "../core/lab-files.ts";
import { toPlan } from "../core/document.ts";
import type { Environment } from "../core/report.ts";
import { defaultExperiment } from "../core/defaults.ts";
import type { ImportCommand, ImportEvent } from "../protocol/import-messages.ts";
import { storedData } from "../testing/stored-data.ts";
import { pasted, pastedLink, picked } from "./dropped-files.ts";
import { Imports, missingSets } from "./imports.ts";
import type { ImportWorker, Taken } from "./imports.ts";

/** Imports whose workers are this test. */
function importsWithWorkers() {
  const workers: (ImportWorker & { readonly heard: ImportCommand[]; ended: boolean })[] = [];
  let tick = () => {};
  const dropped: string[] = [];
  const given: LabFiles[] = [];
  const page: { taken: Taken | Promise<Taken>; uncovered: number } = { taken: "shown", uncovered: 0 };
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
    takeLabFiles: async (files) => {
      given.push(files);
      return page.taken;
    },
    uncover: () => {
      page.uncovered += 1;
    },
  });
  const post = (data: unknown) => workers.at(-1)!.onmessage?.(new MessageEvent("message", { data }));
  const say = (event: ImportEvent) => post(event);
  const wait = (seconds: number) => Array.from({ length: seconds }).forEach(() => tick());
  return { imports, workers, dropped, given, page, say, post, wait, state: () => imports.store.getState() };
}

const outline = {
  name: "kept",
  sha256: "1".repeat(64),
  size: [8, 8, 1] as const,
  classes: ["cat", "dog"],
  counts: { training: 4, validation: 0, test: 0 },
};
const none = { pixels: new Uint8Array(0), labels: new Uint8Array(0) };
const images: ImageSet = { classes: [], size: [8, 8, 1], training: none, validation: none, test: none };
const sheet = { size: [8, 8, 1] as const, counts: [1], pixels: new Uint8Array(64) };
const noneOdd = { count: 0, examples: [] };
const found: FoundImages = {
  outline: { ...outline, sha256: storedData.sha256 },
  classes: [{ name: "cat", training: 4, validation: 0, test: 0 }],
  mean: [0.5],
  deviation: [0],
  sheet,
  oddSheet: sheet,
  duplicates: noneOdd,
  leaks: 0,
  oneColour: { count: 1, examples: [{ split: "training", index: 3 }] },
  refitted: noneOdd,
  ignored: noneOdd,
  empty: ["dog"],
  decodedHere: 0,
  unkept: null,
};
const given = Promise.resolve({ name: "a.zip", files: [] });
const plan = toPlan({ ...defaultExperiment, data: storedData });

const environment: Environment = {
  lab: "1",
  tfjs: "4",
  backend: "wasm",
  engine: "fast",
  adapter: null,
  software: false,
};
const file = { document: defaultExperiment, environment, runs: [] };
const trainings: LabFiles = { kind: "trainings", trainings: [{ file, ends: [], weights: new Map() }] };
const teachers: LabFiles = { kind: "teachers", teachers: [{ name: "a.zip", bytes: new Uint8Array(0) }] };
const task = { status: "taken", name: "a.zip" };

test.each<readonly [Taken, LabFiles, object | null, number]>([
  ["shown", trainings, null, 1],
  ["shown", { kind: "set-up", document: defaultExperiment }, null, 1],
  ["kept", trainings, { ...task, kind: "trainings", count: 0 }, 0],
  ["kept", teachers, { ...task, kind: "teachers", count: 1 }, 0],
  ["asked", teachers, null, 0],
  ["unkept", teachers, null, 0],
])("the lab's own files are handed over; once %s, it is said unless the page shows it", async (...row) => {
  const [taken, files, said, uncovered] = row;
  const { imports, say, given: handed, page, state } = importsWithWorkers();
  page.taken = taken;
  await imports.give(given);
  say({ type: "lab-files", files });
  await vi.waitFor(() => expect(state().task.status).not.toBe("working"));
  expect(state()).toMatchObject({ open: said !== null, task: said ?? { status: "none" } });
  expect([handed, page.uncovered]).toEqual([[files], uncovered]);
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

test("files of the lab that are still being taken do not end what is given after them", async () => {
  const { imports, say, page, state } = importsWithWorkers();
  let take = (_: Taken) => {};
  page.taken = new Promise<Taken>((resolve) => {
    take = resolve;
  });
  await imports.give(given);
  say({ type: "lab-files", files: trainings });
  await imports.give(given);
  take("shown");
  await new Promise((resolve) => setTimeout(resolve));
  expect(state()).toMatchObject({ open: true, task: { status: "working" } });
  expect(page.uncovered).toBe(0);
});

test("files of the lab that cannot be taken are refused", async () => {
  const { imports, say, page, state } = importsWithWorkers();
  page.taken = Promise.reject(new Error("it broke"));
  await imports.give(given);
  say({ type: "lab-files", files: trainings });
  await vi.waitFor(() => expect(state().task.status).toBe("refused"));
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
  ["out of memory", { fault: { damage: { why: "foreign", reason: "out of memory" } } }],
  // The browser says nothing of a script that did not come.
  ["", { code: "part-unread" }],
])("a worker that breaks, and says %j of it, is a refusal", async (message, problem) => {
  const { imports, workers, state } = importsWithWorkers();
  await imports.give(given);
  const error = Object.assign(new Event("error"), { message }) as ErrorEvent;
  workers[0]!.onerror?.(error);
  expect(state().task).toMatchObject({ status: "refused", problem });
});

test("a worker that says what no worker says is ended, and what it had begun to keep is dropped", async () => {
  const { imports, workers, dropped, say, post, state } = importsWithWorkers();
  await imports.give(given);
  say({ type: "keeping", sha256: "a" });
  post({ type: "found", found: { ...found, sheet: { ...sheet, pixels: new Uint8Array(63) } } });
  expect(state().task).toEqual({ status: "refused", name: "a.zip", problem: { code: "worker", fault: "unread" } });
  expect([workers[0]!.ended, dropped]).toEqual([true, ["a"]]);
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

const clipboard = (text: string) =>
  ({ items: [], files: [], getData: () => text }) as unknown as Parameters<typeof pasted>[0];

test.each([
  [`{"kind":"experiment"}\n`, "pasted.json"],
  [`\n{\n  "kind": "plan"`, "pasted.json"],
  ["1,2\n3,4", "pasted.csv"],
  ["a sentence, and {no more}", undefined],
])("%j is pasted as %s", async (text, name) => {
  expect((await pasted(clipboard(text)))?.name).toBe(name);
});

test.each([
  [" https://lab.example/fsp/?backend=wasm#x1.abc-_&panel=curves\n", "#x1.abc-_&panel=curves"],
  ["#x1:seed=2/", "#x1:seed=2/"],
  ["https://lab.example/fsp/", null],
  ["two words #x1.abc", null],
])("of %j the link is %s", (text, link) => {
  expect(pastedLink(clipboard(text))).toBe(link);
});

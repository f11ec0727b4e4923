import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { ImageSet } from "../core/images.ts";
import type { Report } from "../core/report.ts";
import type { Command, Event } from "../protocol/messages.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import type { ClientEvent, TrainingParts, WorkerLike } from "./training-client.ts";
import { TrainingClient } from "./training-client.ts";

const none = { pixels: new Uint8Array(0), labels: new Uint8Array(0) };
const noImages: ImageSet = { classes: [], size: [8, 8, 1], training: none, validation: none, test: none };
const run = { experiment: "tiny", seed: 1 };
const report: Report = {
  type: "step",
  stage: 2,
  step: 1,
  rate: 0.1,
  loss: 2,
  accuracy: 0.1,
  pairLoss: null,
  milliseconds: 5,
};
const reports: Event = { type: "reports", run, reports: [report] };
const saved: Event = { type: "saving", trouble: null };
const unsaved: Event = { type: "saving", trouble: "full" };
const onGpu: Event = {
  type: "backend",
  backend: { kind: "webgpu", adapter: "a", software: false, reason: "hardware", threads: null },
};
const environment = { lab: "1", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
const lost = { type: "failed", code: "gpu", message: "lost", problem: null } satisfies Event;

function client(sets: ReturnType<TrainingParts["givenSets"]> = []) {
  const workers: (WorkerLike & { readonly heard: Command[]; ended: boolean })[] = [];
  const events: ClientEvent[] = [];
  const ticks = new Map<number, () => void>();
  const training = new TrainingClient({
    makeWorker: () => {
      const heard: Command[] = [];
      const worker = {
        heard,
        ended: false,
        onmessage: null,
        onerror: null,
        onmessageerror: null,
        postMessage: (command: Command) => void heard.push(command),
        terminate: () => void (worker.ended = true),
      };
      workers.push(worker);
      return worker;
    },
    backend: null,
    engine: "fast",
    base: "https://lab.example/",
    givenSets: () => sets,
    every: (milliseconds, tick) => {
      ticks.set(milliseconds, tick);
      return () => ticks.delete(milliseconds);
    },
    clock: () => 0,
    onEvent: (event) => void events.push(event),
  });
  const keep = { id: "a", document: tinyExperiment, resumes: false };
  training.start({ plan: toPlan(tinyExperiment), paused: false, backend: null, keep, order: null, branch: null });
  const say = (...all: Event[]) => {
    for (const data of all) workers.at(-1)!.onmessage?.(new MessageEvent("message", { data }));
  };
  const die = (message: string) =>
    workers.at(-1)!.onerror?.({ message, preventDefault: () => {} } as unknown as ErrorEvent);
  return { training, workers, events, say, die, ticks };
}

test("a lost device is recovered from once, on the same backend, from what was kept; the second loss is told", () => {
  const { workers, events, say } = client();
  say(onGpu, saved, reports, lost);
  expect(events.at(-1)).toEqual({ type: "recovering", code: "gpu" });
  expect(workers.map(({ ended }) => ended)).toEqual([true, false]);
  expect(workers[1]!.heard[0]).toMatchObject({
    type: "start",
    paused: false,
    backend: { kind: "webgpu", reason: "resumed" },
    keep: { id: "a", resumes: true },
  });
  say(onGpu, saved, reports, lost);
  expect(events.at(-1)).toEqual(lost);
  expect(workers).toHaveLength(2);
  expect(workers[1]!.ended).toBe(true);
});

test("a worker that replaces another is given the images that no storage keeps, too", () => {
  const { workers, say } = client([{ sha256: "0".repeat(64), images: noImages }]);
  say(saved, reports, lost);
  const types = workers.map(({ heard }) => heard.map(({ type }) => type));
  expect(types).toEqual([
    ["give", "start"],
    ["give", "start"],
  ]);
});

test("where nothing is kept there is nothing to go on from", () => {
  const { workers, events, say } = client();
  say(onGpu, unsaved, reports, lost);
  expect(events.at(-1)).toEqual(lost);
  expect(workers).toHaveLength(1);
});

test.each(["input", "not-finite", "memory", "internal"] as const)("%s would only come again", (code) => {
  const { workers, events, say } = client();
  say(saved, reports, { ...lost, code });
  expect(events.at(-1)).toEqual({ ...lost, code });
  expect(workers).toHaveLength(1);
});

test("one whose numbers ran away is heard until it has said which layer broke, and is replaced by nobody", () => {
  const { workers, events, say, die } = client();
  const divergence = {
    run,
    stage: 2,
    sound: 0,
    checkpoint: new Uint8Array(1),
    environment,
  } as const;
  const broken: Event[] = [
    { type: "diverged", divergence },
    { ...lost, code: "not-finite" },
  ];
  say(saved, reports, ...broken, { type: "searching", done: 1, total: 3 });
  expect(workers[0]!.ended).toBe(false);
  say({ type: "located", layer: null, isSearched: true });
  expect(events.slice(-3).map(({ type }) => type)).toEqual(["failed", "searching", "located"]);
  expect(workers[0]!.ended).toBe(true);

  // In a plan the others are trained meanwhile.
  const plan = client();
  plan.say(saved, { type: "diverged", divergence }, { type: "located", layer: null, isSearched: true });
  expect(plan.workers[0]!.ended).toBe(false);

  const dying = client();
  dying.say(saved, reports, ...broken);
  dying.die("it died");
  expect(dying.workers).toHaveLength(1);
  expect(workers).toHaveLength(1);
  die("too late");
});

test("a worker that breaks or falls silent is replaced, paused where it was paused", () => {
  const broken = client();
  broken.say(saved, reports, { type: "pausing" }, { type: "paused" });
  broken.die("it died");
  expect(broken.workers[1]!.heard[0]).toMatchObject({ paused: true, keep: { resumes: true } });

  const silent = client();
  silent.say(saved, reports);
  for (let i = 0; i < 3; i++) silent.ticks.get(10_000)?.();
  expect(silent.events.at(-1)).toMatchObject({ type: "recovering" });
  expect(silent.workers).toHaveLength(2);
});

test("one that stalls before its first step, as a graphics processor may, is replaced once, and then told of", () => {
  const { workers, events, say, ticks } = client();
  const stall = () => {
    say(onGpu, { type: "begun", environment, resumed: false }, saved);
    for (let i = 0; i < 12; i++) ticks.get(10_000)?.();
  };
  stall();
  expect(workers).toHaveLength(2);
  stall();
  const problem = { code: "worker", fault: "silent" };
  expect(events.at(-1)).toMatchObject({ type: "failed", message: "The training worker fell silent.", problem });
  expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
});

test("one that is paused, or has finished, may be silent, whatever it said while it was looked into", () => {
  const { training, say, ticks } = client();
  say(saved, reports, { type: "paused" }, { type: "alive" }, reports);
  expect(ticks.has(10_000)).toBe(false);
  say({ type: "training" });
  expect(ticks.has(10_000)).toBe(true);
  say({ type: "paused" });
  training.step();
  say({ type: "alive" });
  expect(ticks.has(10_000)).toBe(true);
  say({ type: "training" }, { type: "finished" }, { type: "alive" });
  expect(ticks.has(10_000)).toBe(false);
});

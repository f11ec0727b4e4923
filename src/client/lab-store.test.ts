import { describe, expect, test, vi } from "vitest";
import { memoryBudgetBytes, toPlan } from "../core/document.ts";
import { linkOf, noExtras } from "../core/link.ts";
import { presets } from "../core/presets.ts";
import type { Recording } from "../core/recording.ts";
import type { Report } from "../core/report.ts";
import type { Command, Event } from "../protocol/messages.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { allExtras } from "../testing/link-extras.ts";
import { takeLabFiles } from "./lab-files.ts";
import { picturedPlan } from "./lab-state.ts";
import { Lab } from "./lab-store.ts";
import { oversizeOf } from "./oversize.ts";
import { expectationIn } from "./reference.ts";
import type { WorkerLike } from "./training-client.ts";

const run = { experiment: "smoke", seed: 1 };
const stepReport: Report = {
  type: "step",
  stage: 0,
  step: 1,
  rate: 0.1,
  loss: 2,
  accuracy: 0.1,
  pairLoss: null,
  milliseconds: 5,
};

/** A lab whose worker is this test; null: a browser that starts none. */
function labWithWorker(refusal: string | null = null) {
  const timers: { readonly milliseconds: number; readonly tick: () => void; ended: boolean }[] = [];
  const workers: (WorkerLike & { readonly heard: Command[]; ended: boolean })[] = [];
  const frames: (() => void)[] = [];
  const lab = new Lab({
    makeImportWorker: () => {
      throw new Error("nothing is packed here");
    },
    makeJudge: () => {
      throw new Error("nothing is judged here");
    },
    makeWorker: () => {
      if (refusal !== null) throw new ReferenceError(refusal);
      const heard: Command[] = [];
      const worker = {
        heard,
        ended: false,
        onmessage: null,
        onerror: null,
        onmessageerror: null,
        postMessage: (command: Command) => void heard.push(command),
        terminate: () => {
          worker.ended = true;
        },
      };
      workers.push(worker);
      return worker;
    },
    backend: null,
    engine: "fast",
    base: "https://lab.example/",
    givenSets: () => [],
    now: () => 0,
    every: (milliseconds, tick) => {
      const timer = { milliseconds, tick, ended: false };
      timers.push(timer);
      return () => {
        timer.ended = true;
      };
    },
    nextFrame: (callback) => void frames.push(callback),
    keptRate: null,
    keepRate: () => {},
    storage: labStorage(() => {}),
    clock: () => 0,
    newId: () => "training",
  });
  const say = (...events: Event[]) => {
    for (const data of events) workers.at(-1)!.onmessage?.(new MessageEvent("message", { data }));
  };
  const drawFrame = () => {
    for (const callback of frames.splice(0)) callback();
  };
  lab.choosePreset("smoke");
  return { lab, workers, timers, say, drawFrame, frames, state: () => lab.store.getState() };
}

const recording = {
  plan: presets.get("first-look"),
  environment: { lab: "1", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
  runs: [{ run: { experiment: "fsp", seed: 1 }, reports: [{ ...stepReport, stage: 2 }] }],
} as unknown as Recording;

test("what a link holds is pictured alone: no recording plays beside it, nothing trains, and Dismiss brings both back", async () => {
  const { lab, state, workers } = labWithWorker();
  lab.choosePreset("first-look");
  lab.showRecording(recording, { play: true });
  expect(state().run.status).toBe("recorded");
  const smoke = presets.get("smoke")!;
  await lab.readLink(`#${await linkOf(smoke)}`);
  expect(state()).toMatchObject({ run: { status: "idle" }, views: {}, shown: null });
  expect(picturedPlan(state()).experiments).toEqual([smoke]);
  // The file may come later than the link.
  lab.showRecording(recording, { play: true });
  lab.playRecording();
  lab.train();
  lab.step();
  expect(state().run.status).toBe("idle");
  expect(workers).toEqual([]);
  lab.dismissLink();
  expect(state().run).toEqual({ status: "recorded", playing: false });
  expect(picturedPlan(state()).name).toBe("first-look");
});

test("nothing counts that was said of a run which begins anew: not in the queue, the curves or the run's file", () => {
  const { lab, say, drawFrame, state } = labWithWorker();
  lab.train();
  const time = { iterations: 0, seconds: 0 };
  const end = {
    id: "smoke-s1",
    run,
    rate: 0.1,
    how: { kind: "skipped" },
    validation: { steps: [], values: [] },
    times: { 0: time, 1: time, 2: time },
  } as const;
  const { environment } = recording;
  say({ type: "begun", environment, resumed: false }, { type: "reports", run, reports: [stepReport] });
  say({ type: "ended", end });
  drawFrame();
  expect(state().queue?.ends).toEqual([end]);
  expect(Object.keys(state().views)).toHaveLength(1);
  say({ type: "returning", runs: [run] });
  drawFrame();
  expect(state().queue?.ends).toEqual([]);
  expect(state().views).toEqual({});
  expect(lab.saved.onScreen()?.file.runs).toEqual([]);
  say({ type: "reports", run, reports: [stepReport] });
  drawFrame();
  expect(Object.values(state().views)[0]!.curves.teacherLoss.steps).toEqual([1]);
});

test("a run under way stays on screen behind the card of a link", async () => {
  const { lab, say, drawFrame, state } = labWithWorker();
  lab.train();
  say({ type: "reports", run, reports: [stepReport] });
  drawFrame();
  await lab.readLink(`#${await linkOf(presets.get("first-look")!)}`);
  expect(state().run.status).toBe("training");
  expect(picturedPlan(state()).name).toBe("smoke");
});

test("events change the page once a frame, however many there were", () => {
  const { lab, say, drawFrame, frames, state } = labWithWorker();
  lab.train();
  const listener = vi.fn<() => void>();
  lab.store.subscribe(listener);
  say({ type: "loading", what: "images", done: 1, total: 2 });
  say({ type: "reports", run, reports: [stepReport] });
  say({ type: "reports", run, reports: [{ ...stepReport, step: 2 }] });
  expect(frames).toHaveLength(1);
  expect(listener).not.toHaveBeenCalled();
  drawFrame();
  expect(listener).toHaveBeenCalledTimes(1);
  expect(state().run.status).toBe("training");
  expect(state().views["smoke 1"]!.done).toEqual({ stage: 0, step: 2 });
});

test("Pause is said at once, before the worker answers", () => {
  const { lab, say, drawFrame, workers, state } = labWithWorker();
  lab.train();
  say({ type: "reports", run, reports: [stepReport] });
  drawFrame();
  lab.pause();
  expect(state().run.status).toBe("pausing");
  expect(workers[0]!.heard.at(-1)).toEqual({ type: "pause" });
  say({ type: "pausing" }, { type: "training" }, { type: "paused" });
  drawFrame();
  expect(state().run.status).toBe("paused");
  lab.train();
  expect(workers[0]!.heard.at(-1)).toEqual({ type: "resume" });
});

test("Step begins a run that makes one step, wherever the worker holds first", () => {
  const { lab, say, workers } = labWithWorker();
  lab.step();
  expect(workers[0]!.heard[0]).toMatchObject({ type: "start", paused: true });
  say({ type: "paused" });
  expect(workers[0]!.heard.at(-1)).toEqual({ type: "step" });

  const other = labWithWorker();
  other.lab.step();
  other.say({ type: "reports", run, reports: [stepReport] }, { type: "paused" });
  other.drawFrame();
  expect(other.workers[0]!.heard).toHaveLength(1);
  expect(other.state().run.status).toBe("paused");
});

test("Step after the last step makes none, and keeps what was measured", () => {
  const { lab, say, drawFrame, workers, state } = labWithWorker();
  lab.train();
  say({ type: "reports", run, reports: [stepReport] }, { type: "finished" });
  drawFrame();
  lab.step();
  expect(workers).toHaveLength(1);
  expect(state().run.status).toBe("finished");
  expect(Object.keys(state().views)).toHaveLength(1);
});

test("Reset ends the worker, keeps the set-up and its seed, and forgets what is still on its way", () => {
  const { lab, say, drawFrame, workers, state } = labWithWorker();
  lab.chooseSeeds([5]);
  lab.train();
  say({ type: "reports", run, reports: [stepReport] });
  lab.reset();
  drawFrame();
  expect(workers[0]!.ended).toBe(true);
  expect(state()).toMatchObject({ run: { status: "idle" }, views: {}, plan: { seeds: [5] } });
});

test("the set-up cannot change under a run", () => {
  const { lab, state } = labWithWorker();
  lab.train();
  const before = state().plan;
  lab.change({ batch: 7 });
  expect(state().plan).toBe(before);
});

test("a worker that breaks gives a sentence and stays ended", () => {
  const { lab, workers, drawFrame, state } = labWithWorker();
  lab.train();
  workers[0]!.onerror?.({ message: "", preventDefault: () => {} } as ErrorEvent);
  drawFrame();
  const message = "The training worker could not be loaded; reload the page.";
  expect(state().run).toEqual({
    status: "failed",
    code: "internal",
    message,
    problem: { code: "worker", fault: "unloaded" },
  });
  expect(workers[0]!.ended).toBe(true);
  lab.train();
  expect(workers).toHaveLength(2);
});

test("a browser that starts no worker gives a sentence, and Train may be pressed again", () => {
  const { lab, drawFrame, state } = labWithWorker("Worker is not defined");
  for (let press = 0; press < 2; press++) {
    lab.train();
    drawFrame();
    expect(state().run).toMatchObject({ status: "failed", code: "no-worker", message: "Worker is not defined" });
  }
});

test("an engine that does not load is not waited for without end", () => {
  const { lab, workers, timers, drawFrame, say, state } = labWithWorker();
  lab.train();
  expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([120_000]);
  timers[0]!.tick();
  drawFrame();
  expect(state().run).toMatchObject({
    status: "failed",
    code: "input",
    problem: { code: "engine-late", seconds: 120 },
  });
  expect([workers[0]!.ended, timers[0]!.ended]).toEqual([true, true]);

  lab.train();
  const backend = { kind: "wasm", adapter: null, software: false, reason: "no-api", threads: null } as const;
  say({ type: "backend", backend });
  expect(timers[1]!.ended).toBe(true);
});

test("a number out of range is a sentence, and nothing is trained", () => {
  const { lab, workers, state } = labWithWorker();
  lab.change({ batch: 0 });
  expect(state().problem).toMatchObject({ problem: { code: "setting", path: "batch" }, experiment: null });
  lab.train();
  expect(workers).toHaveLength(0);
  lab.undoChanges();
  expect(state().problem).toBeNull();
});

test("nothing is trained, by no key either, where the teacher is not kept here", () => {
  const { lab, workers, state } = labWithWorker();
  const network = { kind: "resnet", depth: 14, width: 4 } as const;
  lab.chooseTeacher({ kind: "stored", name: "mine", sha256: "a".repeat(64), network });
  lab.train();
  lab.step();
  expect(workers).toHaveLength(0);
  expect(state().run).toEqual({ status: "idle" });
  lab.chooseTeacher(null);
  lab.train();
  expect(workers).toHaveLength(1);
});

test("a link is shown before it is opened, and opening it trains nothing", async () => {
  const { lab, workers, state } = labWithWorker();
  const document = presets.get("smoke")!;
  const other = { ...document, name: "other" };
  await lab.readLink(`#${await linkOf(other)}`);
  expect(state().proposal?.document).toEqual(other);
  expect(state().setup.origin).toBe(document);
  lab.openProposal();
  expect(state()).toMatchObject({ proposal: null, preset: null, run: { status: "idle" } });
  expect(state().setup.origin).toEqual(other);
  expect(workers).toHaveLength(0);
});

test("a link to more than fits into memory opens, does not train, and fits after the batch that is offered", async () => {
  const { lab, state, workers } = labWithWorker();
  const smoke = toPlan(presets.get("smoke")!).experiments[0]!;
  const wide = { ...smoke, student: { kind: "resnet", depth: 32, width: 64 } as const, batch: 1024 };
  await lab.readLink(`#${await linkOf({ ...wide, method: { kind: "none" } })}`);
  const { proposal, badLink } = state();
  expect(badLink).toBeNull();
  const { problem, fitting } = oversizeOf(proposal!.document)!;
  expect(problem.problem).toMatchObject({ code: "memory", mostBytes: memoryBudgetBytes });
  lab.openProposal();
  lab.train();
  expect([state().problem?.problem.code, workers.length]).toEqual(["memory", 0]);
  lab.change(fitting!.changes);
  expect(state().problem).toBeNull();
  expect(state().plan.experiments[0]!.batch).toBe(fitting!.batch);
  expect(oversizeOf(smoke), "what fits").toBeNull();
});

test("a broken link is a sentence", async () => {
  const { lab, state } = labWithWorker();
  await lab.readLink("#x1.notalink");
  expect(state().badLink).toEqual({ code: "link-damaged" });
  lab.dismissLink();
  expect(state().badLink).toBeNull();
});

test("the address to share carries no query, and holds what is set up", async () => {
  const { lab, state } = labWithWorker();
  lab.change({ lambda: 3 });
  const address = await lab.address(noExtras);
  expect(address).toMatch(/^https:\/\/lab\.example\/#x1\./);
  await lab.readLink(new URL(address).hash);
  expect(state().proposal?.document).toMatchObject({ method: { lambda: 3 } });
});

test("the recorded run shows until Train takes over, and never over a run", () => {
  const { lab, state, workers } = labWithWorker();
  lab.choosePreset("first-look");
  lab.showRecording(recording, { play: false });
  expect(state()).toMatchObject({
    run: { status: "recorded", playing: false },
    recorded: { environment: { backend: "wasm" } },
  });
  expect(Object.keys(state().views)).toEqual(["fsp 1"]);
  lab.train();
  expect(state()).toMatchObject({ run: { status: "loading" }, views: {} });
  lab.playRecording();
  expect(state().run.status).toBe("loading");
  expect(workers).toHaveLength(1);
});

test("the recorded run plays again only beside the set-up that it is of", () => {
  const { lab, state } = labWithWorker();
  lab.choosePreset("first-look");
  lab.showRecording(recording, { play: false });
  lab.reset();
  lab.change({ lambda: 2 });
  lab.playRecording();
  expect(state().run.status).toBe("idle");
  lab.undoChanges();
  lab.playRecording();
  expect(state().run).toEqual({ status: "recorded", playing: true });
});

test("a recorded run that is read late does not disturb what was begun meanwhile", () => {
  const { lab, state } = labWithWorker();
  lab.showRecording(recording, { play: true });
  expect(state().run.status).toBe("idle");
});

test("a link that holds a preset opens as that preset", async () => {
  const { lab, state } = labWithWorker();
  await lab.readLink(`#${await linkOf(presets.get("first-look")!)}`);
  lab.openProposal();
  expect(state().preset).toBe("first-look");
});

test("a finished run's worker lives on and can be looked into, until Reset", () => {
  const { lab, say, drawFrame, workers, state } = labWithWorker();
  lab.train();
  say({ type: "reports", run, reports: [{ ...stepReport, stage: 2 }] });
  say({ type: "snapshot", kept: { run, moment: { stage: 2, step: 0 } }, dropped: [] });
  say({
    type: "snapshot",
    kept: { run, moment: { stage: 2, step: 1 } },
    dropped: [{ run, moment: { stage: 2, step: 0 } }],
  });
  say({ type: "finished" });
  drawFrame();
  expect(state().run.status).toBe("finished");
  expect(state().views["smoke 1"]!.snapshots).toEqual([{ stage: 2, step: 1 }]);
  const look = { type: "confusion", side: { of: "student", at: { stage: 2, step: 1 } } } as const;
  lab.looks.ask(run, look);
  const asked = workers[0]!.heard.at(-1)!;
  expect(asked).toMatchObject({ type: "look", run, look });
  say({
    type: "looked",
    id: 1,
    answer: { type: "confusion", moment: null, classes: ["a"], counts: Uint32Array.of(3) },
  });
  expect([...lab.looks.store.getState().looked.values()]).toMatchObject([{ status: "answered" }]);
  expect(workers[0]!.ended).toBe(false);
  lab.reset();
  expect(workers[0]!.ended).toBe(true);
  expect(lab.looks.store.getState().looked.size).toBe(0);
});

test("where numbers ran away the layer is told of as it is found, and one press trains another experiment from there on", () => {
  const { lab, workers, say, drawFrame, state } = labWithWorker();
  lab.train();
  const { plan } = state();
  const steps = [1, 2, 3].map((step): Report => ({ ...stepReport, stage: 2, step }));
  const environment = recording.environment;
  const divergence = { run, stage: 2, sound: 2, checkpoint: new Uint8Array([7]), environment } as const;
  say(
    { type: "begun", environment, resumed: false },
    { type: "reports", run, reports: [{ type: "stage", stage: 2, iterations: 9 }, ...steps] },
    { type: "diverged", divergence },
    { type: "failed", code: "not-finite", message: "", problem: null },
  );
  drawFrame();
  expect(state()).toMatchObject({ run: { status: "failed" }, broken: { search: { status: "searching", total: 0 } } });
  say({ type: "searching", done: 1, total: 6 });
  drawFrame();
  expect(state().broken).toMatchObject({ search: { status: "searching", done: 1, total: 6 } });
  const layer = { pass: "forward", layer: "fc", parameter: null, step: 3, range: null } as const;
  say({ type: "located", layer, isSearched: true });
  drawFrame();
  expect(state().broken).toMatchObject({ search: { status: "ended", layer } });

  lab.goOnSlower();
  const start = workers[1]!.heard[0];
  if (start?.type !== "start") throw new Error("nothing was started");
  expect(start.branch).toMatchObject({
    experiment: plan.experiments[0],
    as: { experiment: "smoke-slower", seed: 1 },
    before: [{ run: { experiment: "smoke-slower", seed: 1 }, reports: { length: 3 } }],
    ...divergence,
  });
  const [slow] = start.plan.experiments;
  expect(slow!.task.drops).toContain(2);
  expect(start.keep.document).toEqual(slow);
  // The run that broke is as it was.
  expect(plan.experiments[0]!.task.drops).not.toContain(2);
  expect(state()).toMatchObject({ preset: null, slowed: { goesOn: true, divergence }, run: { status: "loading" } });
  lab.reset();
  // What is set up is another experiment as soon as it is changed by hand.
  lab.change({ lambda: 2 });
  expect(state().slowed).toBeNull();
});

test("without a checkpoint what goes on slower is trained from the beginning, as the same experiment", () => {
  const { lab, workers, say, drawFrame } = labWithWorker();
  lab.train();
  const environment = recording.environment;
  const steps = [1, 2, 3].map((step): Report => ({ ...stepReport, stage: 2, step }));
  say(
    { type: "begun", environment, resumed: false },
    { type: "reports", run, reports: [{ type: "stage", stage: 2, iterations: 9 }, ...steps] },
    { type: "diverged", divergence: { run, stage: 2, sound: 2, checkpoint: null, environment } },
    { type: "failed", code: "not-finite", message: "", problem: null },
  );
  drawFrame();
  lab.goOnSlower();
  const start = workers[1]!.heard[0];
  if (start?.type !== "start") throw new Error("nothing was started");
  expect(start.branch).toBeNull();
  expect(start.plan.experiments[0]!.task.drops).toContain(2);
});

test("what begins anew with a smaller rate is not said to go on where it began", () => {
  const { lab, workers, say, drawFrame } = labWithWorker();
  lab.train();
  const environment = recording.environment;
  const backend = { kind: "wasm", adapter: null, software: false, reason: "no-api", threads: null } as const;
  say(
    { type: "backend", backend },
    { type: "begun", environment, resumed: false },
    { type: "reports", run, reports: [{ type: "stage", stage: 0, iterations: 9 }] },
    { type: "diverged", divergence: { run, stage: 0, sound: 0, checkpoint: new Uint8Array([7]), environment } },
    { type: "failed", code: "not-finite", message: "", problem: null },
  );
  drawFrame();
  lab.goOnSlower();
  expect(workers[1]!.heard[0]).toMatchObject({ type: "start", backend: null, branch: null });
});

describe("a link", () => {
  const smoke = presets.get("smoke")!;
  const flags = "&backend=cpu&engine=reference&tfjsflags=WEBGPU_CPU_FORWARD:true&train=1&url=https://x.example/a.json";

  test("trains nothing, fetches nothing, sets no flag and takes nothing's place before it is opened", async () => {
    const fetched = vi.fn<typeof fetch>();
    vi.stubGlobal("fetch", fetched);
    const { lab, workers, state } = labWithWorker();
    lab.change({ lambda: 3 });
    await vi.waitFor(() => expect(state().hash).not.toBeNull());
    const before = state();
    await lab.readLink(`#${await linkOf(presets.get("first-look")!, allExtras)}${flags}`);
    expect(state()).toEqual({ ...before, proposal: state().proposal });
    lab.train();
    lab.step();
    expect(workers).toEqual([]);
    lab.openProposal();
    expect([workers, state().run.status]).toEqual([[], "idle"]);
    lab.train();
    expect(workers[0]!.heard[0]).toMatchObject({
      type: "start",
      backend: null,
      engine: "fast",
      base: "https://lab.example/",
    });
    expect(fetched).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });

  const environment = { lab: "1", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
  const score = { step: 60, validation: 0.5, test: 0.4 };
  const finished = (weightsHash: string): Report => ({
    type: "finished",
    result: {
      experiment: "smoke",
      experimentHash: "",
      seed: 1,
      method: "fsp",
      last: score,
      best: score,
      teacher: null,
      iterations: { teacher: 60, fsp: 30, task: 60 },
      weightsHash,
      teacherWeightsHash: null,
      environment,
    },
  });
  const endWith = ({ lab, say, drawFrame }: ReturnType<typeof labWithWorker>, weightsHash: string) => {
    lab.train();
    say({ type: "reports", run, reports: [finished(weightsHash)] }, { type: "finished" });
    drawFrame();
  };

  test("with a result is what runs of it are held against, however often, and runs of another are not", async () => {
    const expectation = {
      environment,
      results: [{ experiment: "smoke", seed: 1, test: 0.4, weights: "0123456789abcdef" }],
    };
    const page = labWithWorker();
    const { lab, state } = page;
    await lab.readLink(`#${await linkOf(smoke, { ...noExtras, expectation })}`);
    expect(state().reference).toBeNull();
    lab.openProposal();
    endWith(page, "a".repeat(64));
    endWith(page, "b".repeat(64));
    expect(state().reference).toMatchObject({ source: "link", runs: [{ weights: "0123456789abcdef" }] });
    lab.change({ lambda: 3 });
    lab.train();
    expect(state().reference).toBeNull();
  });

  test("of what was trained tells how it ended, and the same trained again is held against that", async () => {
    const page = labWithWorker();
    const { lab, state } = page;
    endWith(page, "c".repeat(64));
    expect(expectationIn(state().views)).toEqual({
      environment,
      results: [{ experiment: "smoke", seed: 1, test: 0.4, weights: "c".repeat(16) }],
    });
    lab.train();
    expect(state().reference).toMatchObject({ source: "here", runs: [{ run, weights: "c".repeat(64) }] });
  });

  test("asks for an iteration, which is looked at as soon as there is one", async () => {
    const { lab, state } = labWithWorker();
    await lab.readLink(`#${await linkOf(smoke, { ...noExtras, view: { iteration: 20 } })}`);
    lab.openProposal();
    expect(lab.looks.store.getState().cursor).toBeNull();
    lab.train();
    expect(lab.looks.store.getState().cursor).toEqual({ axis: "total", iteration: 20 });
    expect(state().view).toEqual({ iteration: 20 });
  });
});

test("a set-up's file is shown as a link is", async () => {
  const { lab, state, workers } = labWithWorker();
  expect(await takeLabFiles(lab, { kind: "set-up", document: presets.get("first-look")! })).toBe("shown");
  expect([state().proposal?.document.name, workers]).toEqual(["first-look", []]);
  expect(state().plan.name).toBe("smoke");
});

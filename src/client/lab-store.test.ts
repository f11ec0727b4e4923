/** A run under the hands of a person: begun, paused, stepped, ended, broken off. */
import { expect, test, vi } from "vitest";
import { labWithWorker, recording, run, stepReport } from "../testing/lab-with-worker.ts";

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

/** A run whose numbers ran away, and going on slower from there. */
import { expect, test } from "vitest";
import type { Report } from "../core/report.ts";
import { labWithWorker, recording, run, stepReport } from "../testing/lab-with-worker.ts";

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

import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { Plan } from "../core/experiment.ts";
import type { How, RunEnd } from "../core/run-end.ts";
import { pageOrder } from "../core/run-order.ts";
import {
  countsOf,
  moved,
  phasesIn,
  queuedRuns,
  skippedAfter,
  withAgain,
  withCurrent,
  withReturning,
  withSkipped,
  without,
  type RunQueue,
} from "./run-queue.ts";

const plan: Plan = {
  ...defaultPlan,
  seeds: [1, 2],
  experiments: [
    { ...defaultExperiment, name: "a" },
    { ...defaultExperiment, name: "b" },
  ],
};
const [a1, b1, a2, b2] = pageOrder(plan) as [typeof first, typeof first, typeof first, typeof first];
const first = { experiment: "", seed: 0 };
const time = { iterations: 0, seconds: 0 };
const end = (id: string, run: RunEnd["run"], how: How): RunEnd => ({
  id,
  run,
  rate: 0.1,
  how,
  validation: { steps: [], values: [] },
  times: { 0: time, 1: time, 2: time },
});
const queue: RunQueue = {
  training: "one",
  begunAt: 0,
  order: [a1, b1, a2, b2],
  ends: [end("a-s1", a1, { kind: "failed", reason: "It diverged." })],
  current: b1,
};
const states = (of: RunQueue) => queuedRuns(plan, of).map(({ run, state }) => `${run.experiment}${run.seed} ${state}`);

test("what ended comes first, then what is trained, what waits, what was left out", () => {
  expect(states({ ...queue, order: without(queue, a2) })).toEqual([
    "a1 failed",
    "b1 training",
    "b2 waiting",
    "a2 skipped",
  ]);
});

test("those that wait change places, and nothing else does", () => {
  expect(moved(queue, b2, -1)).toEqual([a1, b1, b2, a2]);
  expect(moved(queue, a2, -1)).toEqual(queue.order);
  expect(moved(queue, b2, 1)).toEqual(queue.order);
});

test("one that was left out can come back as the last", () => {
  const left = { ...queue, order: without(queue, a2) };
  expect(withAgain(left, a2)).toEqual([a1, b1, b2, a2]);
});

test("all that were skipped come back as the last, one that was skipped in its middle too", () => {
  const skipped = end("b-s1", b1, { kind: "skipped" });
  const left = { ...queue, order: [a1, b1, b2], ends: [...queue.ends, skipped], current: null };
  expect(withSkipped(queuedRuns(plan, left), left)).toEqual([a1, b2, b1, a2]);
});

test("what was left in its middle and comes back at once has not ended", () => {
  const skipped = end("b-s1", b1, { kind: "skipped" });
  const left = { ...queue, order: [a1, a2, b2], ends: [...queue.ends, skipped], current: a2 };
  const back = withReturning({ ...left, order: withAgain(left, b1) }, [b1]);
  expect(states(back)).toEqual(["a1 failed", "a2 training", "b2 waiting", "b1 waiting"]);
  expect(back.ends).toEqual(queue.ends);
});

test("of a training that has ended the same order is found from what is kept of it, and none where nothing was skipped", () => {
  const kept = (order: RunQueue["order"], ends: readonly RunEnd[]) => ({ document: plan, order: [...order], ends });
  const ended = [...queue.ends, end("b-s2", b2, { kind: "failed", reason: "It diverged." })];
  const skipped = end("b-s1", b1, { kind: "skipped" });
  expect(skippedAfter(kept([a1, b1, b2], [...ended, skipped]))).toEqual({ count: 2, order: [a1, b2, b1, a2] });
  expect(skippedAfter(kept([a1, b2], ended))).toEqual({ count: 2, order: [a1, b2, b1, a2] });
  expect(skippedAfter(kept(queue.order, ended))).toBeNull();
  expect(skippedAfter({ document: plan })).toBeNull();
});

test("a run that failed has no steps left to count", () => {
  const counted = phasesIn(plan, queue).filter(({ stage }) => stage === 2);
  expect(counted.map(({ run }) => run)).toEqual([b1, a2, b2]);
});

test("reports of the run in progress change nothing", () => {
  expect(withCurrent(queue, { ...b1 })).toBe(queue);
});

test("runs that failed or were skipped are counted apart from those that finished", () => {
  const rows = queuedRuns(plan, { ...queue, order: without(queue, a2) });
  expect(countsOf(rows)).toEqual({ waiting: 1, training: 1, finished: 0, failed: 1, skipped: 1 });
});

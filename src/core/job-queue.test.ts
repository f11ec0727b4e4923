import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import type { Experiment, Plan } from "./experiment.ts";
import { JobQueue } from "./job-queue.ts";
import { pageOrder } from "./run-order.ts";

const fsp: Experiment = { ...defaultExperiment, name: "fsp" };
const plain: Experiment = { ...fsp, name: "plain", method: { kind: "none" } };
const plan: Plan = { ...defaultPlan, seeds: [1, 2], baseline: "plain", experiments: [fsp, plain] };
const tuned: Plan = { ...plan, sweep: { rates: [0.05, 0.1], seeds: [9], iterations: null } };
const run = (experiment: string, seed: number) => ({ experiment, seed });

/** The ids of all that is still to be done, each ending as `how` says. */
function left(queue: JobQueue): string[] {
  const ids: string[] = [];
  for (let job = queue.next(); job; job = queue.next()) {
    ids.push(job.id);
    queue.end({ id: job.id, how: { kind: "skipped" } });
  }
  return ids;
}

test("on the page one seed's runs come as the plan lists them, several seeds' so that they can soon be compared", () => {
  expect(left(new JobQueue(plan, pageOrder(plan), []))).toEqual(["plain-s1", "fsp-s1", "plain-s2", "fsp-s2"]);
  const one = { ...plan, seeds: [1] };
  expect(left(new JobQueue(one, pageOrder(one), []))).toEqual(["fsp-s1", "plain-s1"]);
});

test("a new order holds from the next job on; what it does not name is not done, nor are its trials", () => {
  const queue = new JobQueue(tuned, pageOrder(tuned), []);
  expect(queue.next()!.id).toBe("sweep/plain-r0.05-s9");
  queue.reorder([run("fsp", 2), run("fsp", 1)]);
  expect(queue.wants(queue.next()!)).toBe(true);
  expect(left(queue)).toEqual(["sweep/fsp-r0.05-s9", "sweep/fsp-r0.1-s9", "fsp-s2", "fsp-s1"]);
});

test("what was left in its middle begins anew where a later order names it, a trial with its run; what finished does not", () => {
  const queue = new JobQueue(tuned, [run("fsp", 1)], []);
  queue.end({ id: queue.next()!.id, how: { kind: "tried", accuracy: 0.5 } });
  queue.reorder([run("plain", 1)]);
  queue.end({ id: "sweep/fsp-r0.1-s9", how: { kind: "skipped" } });
  expect(queue.reorder([run("plain", 1)])).toEqual([]);
  const order = [run("plain", 1), run("fsp", 1)];
  expect(queue.reorder(order)).toEqual([run("fsp @ 0.1", 9)]);
  expect(queue.reorder(order)).toEqual([]);
  expect(left(queue)).toEqual([
    "sweep/plain-r0.05-s9",
    "sweep/plain-r0.1-s9",
    "plain-s1",
    "sweep/fsp-r0.1-s9",
    "fsp-s1",
  ]);
});

test("runs are made at the rate that their trials chose, those of an earlier process too", () => {
  const ends = [
    { id: "sweep/fsp-r0.05-s9", how: { kind: "tried" as const, accuracy: 0.7 } },
    { id: "sweep/fsp-r0.1-s9", how: { kind: "failed" as const, reason: "It diverged." } },
  ].map((end) => ({
    ...end,
    run: run("fsp", 9),
    rate: 0,
    validation: { steps: [], values: [] },
    times: { 0: none, 1: none, 2: none },
  }));
  const queue = new JobQueue(tuned, [run("fsp", 1)], ends);
  const job = queue.next()!;
  expect(job.id).toBe("fsp-s1");
  expect(queue.experimentOf(job).task.rate).toBe(0.05);
  expect(queue.hindrance(job)).toBeNull();
});
const none = { iterations: 0, seconds: 0 };

test("a run fails untried where every rate did, or the teacher that it learns from", () => {
  const queue = new JobQueue(tuned, [run("fsp", 1)], []);
  for (const rate of [0.05, 0.1]) queue.end({ id: `sweep/fsp-r${rate}-s9`, how: { kind: "failed", reason: "No." } });
  expect(queue.hindrance(queue.next()!)).toContain("at every rate of the sweep");
  const taught = new JobQueue(plan, pageOrder(plan), []);
  const first = taught.next()!;
  expect(taught.planFor(first)).toBe(plan);
  // The plain run comes first, and trains the teacher that it does not learn from.
  taught.failTeacher(first, "It diverged.");
  expect([first.id, taught.hindrance(first)]).toEqual(["plain-s1", null]);
  expect(taught.planFor(first).experiments).toEqual([plain]);
  taught.end({ id: first.id, how: { kind: "skipped" } });
  expect(taught.hindrance(taught.next()!)).toBe("Its teacher failed: It diverged.");
});

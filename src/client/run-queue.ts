/** The runs of the plan in progress: which are done, which comes next, which are left out. */
import type { Plan } from "../core/experiment.ts";
import { runId } from "../core/plan-jobs.ts";
import { phasesOf, type Phase } from "../core/plan-phases.ts";
import { runsOf } from "../core/plan-runs.ts";
import type { RunKey } from "../core/report.ts";
import type { RunEnd } from "../core/run-end.ts";
import { isSameRun } from "../core/run-order.ts";

export interface RunQueue {
  /** Under which id the training is kept. */
  readonly training: string;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** The runs to make, in their order, those that have ended among them. */
  readonly order: readonly RunKey[];
  /** Of runs and of a sweep's trials, in the order in which they ended. */
  readonly ends: readonly RunEnd[];
  /** Whose reports came last; of a trial too. */
  readonly current: RunKey | null;
}

export function withEnd(queue: RunQueue, end: RunEnd): RunQueue {
  return { ...queue, ends: [...queue.ends, end] };
}

/** The same object where nothing changes: reports come many times a second. */
export function withCurrent(queue: RunQueue, current: RunKey): RunQueue {
  return queue.current && isSameRun(queue.current, current) ? queue : { ...queue, current };
}

const phases = new WeakMap<RunQueue, readonly Phase[]>();

/** The stages of all its jobs; of thousands they take tens of milliseconds to list, and several parts of the screen ask. */
export function phasesIn(plan: Plan, queue: RunQueue): readonly Phase[] {
  const known = phases.get(queue);
  if (known) return known;
  const broken = queue.ends.filter(({ how }) => how.kind === "failed" || how.kind === "skipped");
  const found = phasesOf(plan, queue.order, new Set(broken.map(({ id }) => id)));
  phases.set(queue, found);
  return found;
}

export type QueuedState = "waiting" | "training" | "finished" | "failed" | "skipped";

export interface QueuedRun {
  readonly run: RunKey;
  readonly state: QueuedState;
  /** Why it failed; an English sentence. */
  readonly reason: string | null;
}

/** Those that ended, in the order in which they did; the one in progress; those that wait; those left out. */
export function queuedRuns(plan: Plan, { order, ends, current }: RunQueue): QueuedRun[] {
  const endOf = new Map(ends.map((end) => [end.id, end]));
  const ended = ends.flatMap(({ id, run, how }): QueuedRun[] => {
    if (how.kind === "tried" || id.startsWith("sweep/")) return [];
    return [{ run, state: how.kind, reason: how.kind === "failed" ? how.reason : null }];
  });
  const isOpen = (run: RunKey) => !endOf.has(runId(run));
  const open = order.filter(isOpen).map((run): QueuedRun => {
    return { run, state: current && isSameRun(run, current) ? "training" : "waiting", reason: null };
  });
  const going = open.filter(({ state }) => state === "training");
  const wanted = new Set(order.map(runId));
  const left = runsOf(plan).filter(({ run }) => isOpen(run) && !wanted.has(runId(run)));
  return [
    ...ended,
    ...going,
    ...open.filter(({ state }) => state === "waiting"),
    ...left.map(({ run }): QueuedRun => ({ run, state: "skipped", reason: null })),
  ];
}

/** How many are in each state. */
export function countsOf(rows: readonly QueuedRun[]): Readonly<Record<QueuedState, number>> {
  const counts = { waiting: 0, training: 0, finished: 0, failed: 0, skipped: 0 };
  for (const { state } of rows) counts[state] += 1;
  return counts;
}

/** One place up or down among those that still wait. */
export function moved(queue: RunQueue, run: RunKey, by: -1 | 1): RunKey[] {
  const ended = new Set(queue.ends.map(({ id }) => id));
  const waits = (other: RunKey) =>
    !ended.has(runId(other)) && !(queue.current !== null && isSameRun(other, queue.current));
  const waiting = queue.order.filter(waits);
  const from = waiting.findIndex((other) => isSameRun(other, run));
  const other = waiting[from + by];
  if (from < 0 || !other) return [...queue.order];
  return queue.order.map((one) => (isSameRun(one, run) ? other : isSameRun(one, other) ? run : one));
}

export function without({ order }: RunQueue, run: RunKey): RunKey[] {
  return order.filter((other) => !isSameRun(other, run));
}

/** With all that were skipped, as the last. */
export function withSkipped(rows: readonly QueuedRun[], queue: RunQueue): RunKey[] {
  const skipped = rows.filter(({ state }) => state === "skipped").map(({ run }) => run);
  return [...skipped.reduce((order, run) => without({ ...queue, order }, run), [...queue.order]), ...skipped];
}

/** As the last. */
export function withAgain(queue: RunQueue, run: RunKey): RunKey[] {
  return [...without(queue, run), run];
}

/** The runs of the plan in progress: which are done, which comes next, which are left out. */
import { toPlan } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import { isTrialId, runId } from "../core/plan-jobs.ts";
import { phasesOf, type Phase } from "../core/plan-phases.ts";
import { runsOf } from "../core/plan-runs.ts";
import type { RunKey } from "../core/report.ts";
import type { RunEnd } from "../core/run-end.ts";
import { isSameRun, pageOrder } from "../core/run-order.ts";
import type { TrainingRecord } from "../storage/training-record.ts";

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

/** What had ended of these is to be made anew. */
export function withReturning(queue: RunQueue, runs: readonly RunKey[]): RunQueue {
  return { ...queue, ends: queue.ends.filter((end) => !runs.some((run) => isSameRun(end.run, run))) };
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
export function queuedRuns(
  plan: Plan,
  { order, ends, current }: Pick<RunQueue, "order" | "ends" | "current">,
): QueuedRun[] {
  const endOf = new Map(ends.map((end) => [end.id, end]));
  const ended = ends.flatMap(({ id, run, how }): QueuedRun[] => {
    if (how.kind === "tried" || isTrialId(id)) return [];
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

export function without({ order }: Pick<RunQueue, "order">, run: RunKey): RunKey[] {
  return order.filter((other) => !isSameRun(other, run));
}

/** With all that were skipped, as the last. */
export function withSkipped(rows: readonly QueuedRun[], { order }: Pick<RunQueue, "order">): RunKey[] {
  const skipped = rows.filter(({ state }) => state === "skipped").map(({ run }) => run);
  return [...skipped.reduce((left, run) => without({ order: left }, run), [...order]), ...skipped];
}

/** The same of a training that has ended; null where nothing of it was skipped. */
export function skippedAfter({ document, order, ends = [] }: KeptOrder): SkippedAfter | null {
  const plan = toPlan(document);
  const made = order ?? pageOrder(plan);
  const rows = queuedRuns(plan, { order: made, ends, current: null });
  const { skipped } = countsOf(rows);
  return skipped > 0 ? { count: skipped, order: withSkipped(rows, { order: made }) } : null;
}

type KeptOrder = Pick<TrainingRecord, "document" | "order" | "ends">;

export interface SkippedAfter {
  readonly count: number;
  /** Of all runs to make, those that have ended among them. */
  readonly order: readonly RunKey[];
}

/** As the last. */
export function withAgain(queue: Pick<RunQueue, "order">, run: RunKey): RunKey[] {
  return [...without(queue, run), run];
}

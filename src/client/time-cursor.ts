/** What of a run there is to be seen at the time cursor. */
import type { At } from "../core/look.ts";
import type { Moment } from "../core/moment.ts";
import { latestUpTo, momentOrder } from "../core/moment.ts";
import type { MatricesReport } from "../core/report.ts";
import { iterationsOf } from "./phases.ts";
import type { RunView } from "./run-view.ts";

/** A place on the curves' axis, in iterations: all of them, or from where stage 2 begins, with stage 1 before 0. */
export interface TimeCursor {
  readonly axis: "total" | "task";
  readonly iteration: number;
}

/** Where in a run's training a place on the axis is: the end of stage 1 belongs to stage 1. */
export function momentAt(view: RunView, { axis, iteration }: TimeCursor): Moment {
  const first = firstStageOf(view);
  const total = axis === "total" ? iteration : first + iteration;
  if (first > 0 && total <= first) return { stage: 1, step: Math.max(0, total) };
  return { stage: 2, step: Math.max(0, total - first) };
}

/** The moment beside the cursor's at which there is something of its own to see; null behind either end. */
export function neighbourOf(view: RunView, cursor: TimeCursor | null, way: -1 | 1): TimeCursor | null {
  const moments = momentsOf(view);
  const here = cursor && momentAt(view, cursor);
  // Between two moments it is the earlier one that is shown, so the way back leads to the one before that.
  const shown = here ? moments.findLastIndex((moment) => momentOrder(moment, here) <= 0) : moments.length - 1;
  const found = moments[shown + way];
  return found ? { axis: "total", iteration: found.step + (found.stage === 2 ? firstStageOf(view) : 0) } : null;
}

function firstStageOf(view: RunView): number {
  return iterationsOf(view, 1) ?? 0;
}

export interface Shown {
  /** The last reported up to the cursor, with the step that they are of; null where there are none. */
  readonly matrices: MatricesReport | null;
  /** Where the worker can look; null where no weights are kept, as of a recorded run. */
  readonly at: At | null;
}

/** `cursor` is null for what is newest. */
export function shownAt(view: RunView, cursor: TimeCursor | null): Shown {
  const { matrices, history, snapshots } = view;
  if (!cursor) return { matrices, at: snapshots.length > 0 ? "now" : null };
  const moment = momentAt(view, cursor);
  return { matrices: history.findLast((report) => isUpTo(report, moment)) ?? null, at: latestUpTo(snapshots, moment) };
}

/** All moments that the cursor can stand at and show something of its own, in order. */
function momentsOf({ history, snapshots }: RunView): Moment[] {
  const moments = new Map<string, Moment>();
  for (const { stage, step } of [...history, ...snapshots]) {
    if (stage !== 0) moments.set(`${stage} ${step}`, { stage, step });
  }
  return [...moments.values()].toSorted(momentOrder);
}

function isUpTo({ stage, step }: MatricesReport, moment: Moment): boolean {
  return stage < moment.stage || (stage === moment.stage && step <= moment.step);
}

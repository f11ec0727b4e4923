/** What of a run there is to be seen at the time cursor. */
import type { At } from "../core/look.ts";
import type { Moment } from "../core/moment.ts";
import { latestUpTo, momentOrder } from "../core/moment.ts";
import type { MatricesReport } from "../core/report.ts";
import type { RunView } from "./run-view.ts";

export interface Shown {
  /** The last reported up to the cursor, with the step that they are of; null where there are none. */
  readonly matrices: MatricesReport | null;
  /** Where the worker can look; null where no weights are kept, as of a recorded run. */
  readonly at: At | null;
}

/** `cursor` is null for what is newest. */
export function shownAt({ matrices, history, snapshots }: RunView, cursor: Moment | null): Shown {
  if (!cursor) return { matrices, at: snapshots.length > 0 ? "now" : null };
  return { matrices: history.findLast((report) => isUpTo(report, cursor)) ?? null, at: latestUpTo(snapshots, cursor) };
}

/** All moments that the cursor can stand at and show something of its own, in order. */
export function momentsOf({ history, snapshots }: RunView): Moment[] {
  const moments = new Map<string, Moment>();
  for (const { stage, step } of [...history, ...snapshots]) {
    if (stage !== 0) moments.set(`${stage} ${step}`, { stage, step });
  }
  return [...moments.values()].toSorted(momentOrder);
}

function isUpTo({ stage, step }: MatricesReport, cursor: Moment): boolean {
  return stage < cursor.stage || (stage === cursor.stage && step <= cursor.step);
}

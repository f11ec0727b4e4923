/** What a plan's trials of rates came to, for the runs that took their rate from them. */
import { trialId } from "../../core/plan-jobs.ts";
import type { RunEnd } from "../../core/run-end.ts";
import { isAtEdge, trialsOf, tuningOf, type Tuning } from "../../core/sweep.ts";
import type { RunRecord } from "./run-records.ts";

export interface SweepSummary {
  readonly tuning: Tuning;
  /** Whether a better rate may lie beyond those that were tried. */
  readonly isAtEdge: boolean;
  /** Of all its trials, stages 1 and 2. */
  readonly iterations: number;
  /** Of training steps, as the iterations. */
  readonly seconds: number;
}

/** Null where no rates were tried for it, and before the last of them has ended. */
export function sweepOf({ training: { plan, trials }, run }: RunRecord): SweepSummary | null {
  const experiment = plan.experiments.find(({ name }) => name === run.experiment);
  if (!plan.sweep || !experiment) return null;
  const byId = new Map(trials.map((end) => [end.id, end]));
  const wanted = trialsOf(plan.sweep, experiment);
  const ended = wanted.flatMap((trial) => {
    const end = byId.get(trialId(trial));
    return end ? [{ trial, end }] : [];
  });
  if (ended.length < wanted.length) return null;
  const tuning = tuningOf(
    plan.sweep,
    ended.map(({ trial, end: { how } }) => ({ trial, validation: how.kind === "tried" ? how.accuracy : null })),
  );
  const sum = (of: (end: RunEnd) => number) => ended.reduce((total, { end }) => total + of(end), 0);
  return {
    tuning,
    isAtEdge: isAtEdge(tuning),
    iterations: sum(({ times }) => times[1].iterations + times[2].iterations),
    seconds: sum(({ times }) => times[1].seconds + times[2].seconds),
  };
}

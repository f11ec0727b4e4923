/** What a plan's trials of rates came to, for the runs that took their rate from them. */
import type { RunEnd } from "../../core/run-end.ts";
import { isAtEdge, type Tuning } from "../../core/sweep.ts";
import { triedRatesOf } from "../../core/tried-rates.ts";
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
  if (!experiment) return null;
  const tried = triedRatesOf(plan, experiment, trials);
  if (!tried) return null;
  const { tuning, ends } = tried;
  const sum = (of: (end: RunEnd) => number) => ends.reduce((total, end) => total + of(end), 0);
  return {
    tuning,
    isAtEdge: isAtEdge(tuning),
    iterations: sum(({ times }) => times[1].iterations + times[2].iterations),
    seconds: sum(({ times }) => times[1].seconds + times[2].seconds),
  };
}

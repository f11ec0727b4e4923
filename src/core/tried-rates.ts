/** What a plan's trials of rates came to for one of its experiments. */
import type { Experiment, Plan } from "./experiment.ts";
import { trialId } from "./plan-jobs.ts";
import type { RunEnd } from "./run-end.ts";
import { trialsOf, tuningOf, type Tuning } from "./sweep.ts";

export interface TriedRates {
  readonly tuning: Tuning;
  /** Of its trials. */
  readonly ends: readonly RunEnd[];
}

/** By name, of the experiments whose trials have all ended. */
export function tuningsIn(plan: Plan, ends: readonly RunEnd[]): ReadonlyMap<string, Tuning> {
  const tunings = plan.experiments.flatMap((experiment) => {
    const tried = triedRatesOf(plan, experiment, ends);
    return tried ? [[experiment.name, tried.tuning] as const] : [];
  });
  return new Map(tunings);
}

/** Null where no rates were tried for it, and before the last of them has ended. */
export function triedRatesOf({ sweep }: Plan, experiment: Experiment, ends: readonly RunEnd[]): TriedRates | null {
  if (!sweep) return null;
  const byId = new Map(ends.map((end) => [end.id, end]));
  const wanted = trialsOf(sweep, experiment);
  const ended = wanted.flatMap((trial) => {
    const end = byId.get(trialId(trial));
    return end ? [{ trial, end }] : [];
  });
  if (ended.length < wanted.length) return null;
  const validationOf = ({ how }: RunEnd) => (how.kind === "tried" ? how.accuracy : null);
  const trials = ended.map(({ trial, end }) => ({ trial, validation: validationOf(end) }));
  return { tuning: tuningOf(sweep, trials), ends: ended.map(({ end }) => end) };
}

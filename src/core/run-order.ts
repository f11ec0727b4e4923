/** In which order a plan's runs are made. */
import type { Experiment, Plan } from "./experiment.ts";
import { runsOf } from "./plan-runs.ts";
import type { RunKey } from "./report.ts";

export interface PlannedRun {
  readonly run: RunKey;
  readonly experiment: Experiment;
}

/** Seed by seed, the baseline first: what is done first can be compared first. */
export function comparableOrder({ seeds, experiments, baseline }: Plan): PlannedRun[] {
  const isBaseline = ({ name }: Experiment) => name === baseline;
  const ordered = [...experiments.filter(isBaseline), ...experiments.filter((experiment) => !isBaseline(experiment))];
  return seeds.flatMap((seed) =>
    ordered.map((experiment) => ({ run: { experiment: experiment.name, seed }, experiment })),
  );
}

/** On the page: with one seed nothing is compared before all have ended, and the runs come as the plan lists them. */
export function pageOrder(plan: Plan): RunKey[] {
  const runs = plan.seeds.length > 1 ? comparableOrder(plan) : runsOf(plan);
  return runs.map(({ run }) => run);
}

/** The plan's runs that `order` names, in that order; others are left out. */
export function orderedRuns(plan: Plan, order: readonly RunKey[]): PlannedRun[] {
  const byName = new Map(plan.experiments.map((experiment) => [experiment.name, experiment]));
  const seeds = new Set(plan.seeds);
  return order.flatMap((run) => {
    const experiment = byName.get(run.experiment);
    return experiment && seeds.has(run.seed) ? { run, experiment } : [];
  });
}

export function isSameRun(a: RunKey, b: RunKey): boolean {
  return a.experiment === b.experiment && a.seed === b.seed;
}

/** Fair tuning: which of a plan's rates each experiment gets. Validation images decide; test images are never looked at. */
import type { Experiment, Plan, Sweep } from "./experiment.ts";
import { stretched } from "./schedule.ts";

/** One experiment at one rate with one seed. */
export interface TrialKey {
  readonly experiment: string;
  readonly rate: number;
  readonly seed: number;
}

export interface Trial {
  readonly trial: TrialKey;
  /** Of the last weights, a fraction; null where it has none, because its numbers stopped being finite. */
  readonly validation: number | null;
}

export interface RateScore {
  readonly rate: number;
  /** The mean over the sweep's seeds; null where one of them has none. */
  readonly validation: number | null;
}

export interface Tuning {
  /** What the comparison is run with; null where every rate has a trial that failed. */
  readonly rate: number | null;
  readonly rates: readonly RateScore[];
}

/** In the order in which they are made. */
export function trialsOf({ rates, seeds }: Sweep, { name }: Experiment): TrialKey[] {
  return rates.flatMap((rate) => seeds.map((seed) => ({ experiment: name, rate, seed })));
}

/** The experiment with a rate of its own in stage 2. */
export function withRate(experiment: Experiment, rate: number): Experiment {
  return { ...experiment, task: { ...experiment.task, rate } };
}

/** What a trial runs. */
export function trialExperiment({ iterations }: Sweep, experiment: Experiment, rate: number): Experiment {
  const { task } = experiment;
  return withRate({ ...experiment, task: iterations === null ? task : stretched(task, iterations) }, rate);
}

/** The plan by which an experiment's trials are made: it knows no other experiment, and has the comparison's teachers. */
export function trialPlan(plan: Plan, experiment: Experiment): Plan {
  return { ...plan, baseline: null, experiments: [experiment] };
}

/** Means of the same accuracies added in another order differ by less, means of others by more. */
const tie = 1e-9;

/** The best mean has it; of equal ones, the smallest rate. */
export function tuningOf({ rates }: Sweep, trials: readonly Trial[]): Tuning {
  const scores = rates.map((rate) => {
    const validations = trials.filter(({ trial }) => trial.rate === rate).map(({ validation }) => validation);
    return { rate, validation: meanOf(validations) };
  });
  let best: { readonly rate: number; readonly validation: number } | null = null;
  for (const { rate, validation } of scores) {
    if (validation !== null && (best === null || validation > best.validation + tie)) best = { rate, validation };
  }
  return { rate: best?.rate ?? null, rates: scores };
}

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length > 0 ? sum / values.length : null;
}

/** Why no run of an experiment begins that has no rate. */
export const noRateReason = "Its numbers stopped being finite at every rate of the sweep.";

/** Whether a better rate may lie beyond those that were tried. */
export function isAtEdge({ rate, rates }: Tuning): boolean {
  return rate !== null && (rate === rates[0]?.rate || rate === rates.at(-1)?.rate);
}

/** The plan with the rate that each experiment was run with; `tunings` is by name. */
export function tunedPlan(plan: Plan, tunings: ReadonlyMap<string, Tuning>): Plan {
  const experiments = plan.experiments.map((experiment) => {
    const rate = tunings.get(experiment.name)?.rate ?? null;
    return rate === null ? experiment : withRate(experiment, rate);
  });
  return { ...plan, experiments };
}

/** What a plan's runs say together: each experiment over its seeds, and against the baseline. */
import type { Experiment, Plan } from "../experiment.ts";
import type { Result, RunKey } from "../report.ts";
import { medianSteps, stepsToReach, type Curve } from "./curve.ts";
import { comparisonsWith, type Comparison } from "./paired.ts";
import { spreadOf, type Spread } from "./spread.ts";

/** What the statistics take of a finished run. */
export interface FinishedRun {
  readonly status: "finished";
  readonly run: RunKey;
  readonly result: Pick<Result, "last" | "best" | "iterations">;
  /** Stage 2's validation accuracy over its steps. */
  readonly validation: Curve;
}

export interface FailedRun {
  readonly status: "failed";
  readonly run: RunKey;
  /** An English sentence. */
  readonly reason: string;
}

export type RunOutcome = FinishedRun | FailedRun;

/** Of the last weights, or of those with the best validation accuracy. */
export type Weights = "last" | "best";

/** When each run first had some validation accuracy, in iterations that change the student: stage 1 counts. */
export interface Reach {
  /** A fraction. */
  readonly accuracy: number;
  readonly bySeed: readonly { readonly seed: number; readonly steps: number | null }[];
  /** Over the finished runs, never being latest; null where the middle one never did. */
  readonly median: number | null;
}

export interface ExperimentSummary {
  readonly experiment: Experiment;
  /** Made by each finished run; null while there is none. */
  readonly iterations: Result["iterations"] | null;
  /** Test accuracy over the finished runs, as fractions; null while there is none. */
  readonly test: Readonly<Record<Weights, Spread>> | null;
  /** With the plan's baseline; null for the baseline itself and without one. */
  readonly comparison: Readonly<Record<Weights, Comparison>> | null;
  readonly reach: Reach | null;
  readonly failed: readonly FailedRun[];
}

/** Whatever has experiments of which one may be the baseline. */
export type Compared = Pick<Plan, "experiments" | "baseline">;

/** A difference of test accuracy that nobody would change a method for: half a point. */
export const noBetterMargin = 0.005;

/**
 * One summary for each experiment of the plan that has an outcome. Failed runs are listed and are part of no number. `target`
 * is the validation accuracy to reach, as a fraction.
 */
export function summariesOf(
  plan: Compared,
  outcomes: readonly RunOutcome[],
  target: number | null,
  margin: number,
): ExperimentSummary[] {
  const finished = outcomes.filter((outcome) => outcome.status === "finished");
  const compared = {
    last: comparisonsOf(plan, finished, "last", margin),
    best: comparisonsOf(plan, finished, "best", margin),
  };
  return plan.experiments.flatMap((experiment) => {
    const isOwn = ({ run }: RunOutcome) => run.experiment === experiment.name;
    if (!outcomes.some(isOwn)) return [];
    const own = finished.filter(isOwn);
    const last = compared.last.find(({ name }) => name === experiment.name);
    const best = compared.best.find(({ name }) => name === experiment.name);
    return {
      experiment,
      iterations: own[0]?.result.iterations ?? null,
      test: own.length > 0 ? { last: spreadOf(testsOf(own, "last")), best: spreadOf(testsOf(own, "best")) } : null,
      comparison: last && best ? { last, best } : null,
      reach: target === null || own.length === 0 ? null : reachOf(own, target),
      failed: outcomes.filter((outcome) => outcome.status === "failed").filter(isOwn),
    };
  });
}

/** The accuracy to reach when nobody names one: what the baseline's runs have at their end, on average. */
export function baselineAccuracy(plan: Compared, outcomes: readonly RunOutcome[]): number | null {
  const ends = outcomes
    .filter((outcome) => outcome.status === "finished")
    .filter(({ run }) => run.experiment === plan.baseline)
    .map(({ result }) => result.last.validation);
  return ends.length > 0 ? spreadOf(ends).mean : null;
}

function testsOf(runs: readonly FinishedRun[], weights: Weights): number[] {
  return runs.map(({ result }) => result[weights].test);
}

/** Of every experiment with a finished run, with a baseline that has one. */
function comparisonsOf(
  plan: Compared,
  finished: readonly FinishedRun[],
  weights: Weights,
  margin: number,
): Comparison[] {
  const valuesOf = (name: string | null) =>
    finished
      .filter(({ run }) => run.experiment === name)
      .map(({ run, result }) => ({ seed: run.seed, value: result[weights].test }));
  const baseline = valuesOf(plan.baseline);
  if (baseline.length === 0) return [];
  const methods = plan.experiments
    .map(({ name }) => ({ name, values: valuesOf(name) }))
    .filter(({ name, values }) => name !== plan.baseline && values.length > 0);
  return comparisonsWith(baseline, methods, margin);
}

function reachOf(runs: readonly FinishedRun[], accuracy: number): Reach {
  const bySeed = runs.map(({ run, result, validation }) => {
    const steps = stepsToReach(validation, accuracy);
    return { seed: run.seed, steps: steps === null ? null : result.iterations.fsp + steps };
  });
  return { accuracy, bySeed, median: medianSteps(bySeed.map(({ steps }) => steps)) };
}

/**
 * A plan as jobs: the teachers that runs share, the trials of its sweep, the runs. Each is a pure function of the plan and
 * of the jobs that it needs, so that any process may do any of them.
 */
import type { Experiment, Plan } from "./experiment.ts";
import type { StageCost } from "./phases.ts";
import { studentCosts, teacherCost } from "./phases.ts";
import { hasTeacher, teacherKey } from "./plan-runs.ts";
import type { RunKey } from "./report.ts";
import { trialExperiment, trialPlan, trialsOf, type TrialKey } from "./sweep.ts";

interface CommonJob {
  /** Names it within the plan, and its folder. */
  readonly id: string;
  /** As the job trains it; a run's rate is its sweep's, where there is one. */
  readonly experiment: Experiment;
  readonly seed: number;
  /** The jobs to be done first, by their ids. */
  readonly needs: readonly string[];
}

export type Job =
  /** `experiment` is the first that learns from it. */
  | (CommonJob & { readonly kind: "teacher" })
  | (CommonJob & { readonly kind: "trial"; readonly trial: TrialKey })
  | (CommonJob & { readonly kind: "run"; readonly run: RunKey });

/** In an order in which every job comes behind those that it needs, and what is done first can be compared first. */
export function jobsOf(plan: Plan): Job[] {
  const jobs: Job[] = [];
  const teachers = new Map<string, string>();
  const teacherFor = (within: Plan, experiment: Experiment, seed: number): string[] => {
    if (experiment.teacher.kind !== "recipe" || !hasTeacher(within, experiment)) return [];
    const key = teacherKey(plan, experiment, seed);
    const known = teachers.get(key);
    if (known !== undefined) return [known];
    const id = `teachers/${teachers.size + 1}`;
    teachers.set(key, id);
    jobs.push({ kind: "teacher", id, experiment, seed, needs: [] });
    return [id];
  };
  const sweeps = new Map<string, readonly string[]>();
  const sweepOf = (experiment: Experiment): readonly string[] => {
    const { sweep } = plan;
    if (!sweep) return [];
    const known = sweeps.get(experiment.name);
    if (known) return known;
    const ids = trialsOf(sweep, experiment).map((trial) => {
      const { rate, seed } = trial;
      const needs = teacherFor(trialPlan(plan, experiment), experiment, seed);
      const id = `sweep/${experiment.name}-r${rate}-s${seed}`;
      jobs.push({ kind: "trial", id, trial, experiment: trialExperiment(sweep, experiment, rate), seed, needs });
      return id;
    });
    sweeps.set(experiment.name, ids);
    return ids;
  };
  for (const seed of plan.seeds) {
    for (const experiment of baselineFirst(plan)) {
      const needs = [...teacherFor(plan, experiment, seed), ...sweepOf(experiment)];
      const run: RunKey = { experiment: experiment.name, seed };
      jobs.push({ kind: "run", id: runId(run), run, experiment, seed, needs });
    }
  }
  return jobs;
}

/** The id of a run's job. */
export function runId({ experiment, seed }: RunKey): string {
  return `${experiment}-s${seed}`;
}

function baselineFirst({ experiments, baseline }: Plan): Experiment[] {
  const isBaseline = ({ name }: Experiment) => name === baseline;
  return [...experiments.filter(isBaseline), ...experiments.filter((experiment) => !isBaseline(experiment))];
}

/** The stages that a job goes through, in order. */
export function costsOfJob({ kind, experiment }: Job): StageCost[] {
  if (kind !== "teacher") return studentCosts(experiment);
  const teacher = teacherCost(experiment);
  return teacher ? [teacher] : [];
}

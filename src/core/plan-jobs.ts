/**
 * A plan as jobs: the teachers that runs share, the trials of its sweep, the runs. Each is a pure function of the plan and
 * of the jobs that it needs, so that any process may do any of them.
 */
import type { Experiment, Plan } from "./experiment.ts";
import type { StageCost } from "./phases.ts";
import { studentCosts, teacherCost } from "./phases.ts";
import { hasTeacher, teacherKey } from "./plan-runs.ts";
import type { RunKey } from "./report.ts";
import type { PlannedRun } from "./run-order.ts";
import { comparableOrder } from "./run-order.ts";
import { trialExperiment, trialPlan, trialsOf, tuningOf, type Trial, type TrialKey, type Tuning } from "./sweep.ts";

interface CommonJob {
  /** Names it within the plan, and its folder. */
  readonly id: string;
  /** As the job trains it; a run's rate is its sweep's, where there is one. */
  readonly experiment: Experiment;
  readonly seed: number;
  /** The jobs to be done first, by their ids. */
  readonly needs: readonly string[];
}

export type StudentJob =
  | (CommonJob & { readonly kind: "trial"; readonly trial: TrialKey })
  | (CommonJob & { readonly kind: "run"; readonly run: RunKey });

export type Job =
  /** `experiment` is the first that learns from it. */
  (CommonJob & { readonly kind: "teacher" }) | StudentJob;

/**
 * In an order in which every job comes behind those that it needs. `runs` are those to make, in their order; left out: all,
 * so that what is done first can be compared first.
 */
export function jobsOf(plan: Plan, runs: readonly PlannedRun[] = comparableOrder(plan)): Job[] {
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
    const within = trialPlan(plan, experiment);
    const ids = trialsOf(sweep, experiment).map((trial) => {
      const { rate, seed } = trial;
      const needs = teacherFor(within, experiment, seed);
      const id = trialId(trial);
      jobs.push({ kind: "trial", id, trial, experiment: trialExperiment(sweep, experiment, rate), seed, needs });
      return id;
    });
    sweeps.set(experiment.name, ids);
    return ids;
  };
  for (const { run, experiment } of runs) {
    const needs = [...teacherFor(plan, experiment, run.seed), ...sweepOf(experiment)];
    jobs.push({ kind: "run", id: runId(run), run, experiment, seed: run.seed, needs });
  }
  return jobs;
}

/** Without the teachers, which whoever does one job after another trains within the first that needs them. */
export function studentJobsOf(plan: Plan, runs: readonly PlannedRun[]): StudentJob[] {
  return jobsOf(plan, runs).filter((job) => job.kind !== "teacher");
}

/** The id of a run's job. */
export function runId({ experiment, seed }: RunKey): string {
  return `${experiment}-s${seed}`;
}

const trialsFolder = "sweep/";

/** The id of a trial's job. */
export function trialId({ experiment, rate, seed }: TrialKey): string {
  return `${trialsFolder}${experiment}-r${rate}-s${seed}`;
}

/** Whether a job's id is a trial's; a run's has no slash. */
export function isTrialId(id: string): boolean {
  return id.startsWith(trialsFolder);
}

/** What the reports of a job are told apart by. No experiment has the name of a trial. */
export function reportKey(job: StudentJob): RunKey {
  if (job.kind === "run") return job.run;
  const { experiment, rate, seed } = job.trial;
  return { experiment: `${experiment} @ ${rate}`, seed };
}

/** How a run's experiment came to its rate; null for other jobs, without a sweep, and before its last trial has ended. */
export function tuningOfJob({ sweep }: Plan, job: Job, trialOf: (id: string) => Trial | undefined): Tuning | null {
  if (!sweep || job.kind !== "run") return null;
  const needed = job.needs.filter((need) => !need.startsWith("teachers/"));
  const ended = needed.flatMap((need) => trialOf(need) ?? []);
  return ended.length === needed.length ? tuningOf(sweep, ended) : null;
}

/** The stages that a job goes through, in order. */
export function costsOfJob({ kind, experiment }: Job): StageCost[] {
  if (kind !== "teacher") return studentCosts(experiment);
  const teacher = teacherCost(experiment);
  return teacher ? [teacher] : [];
}

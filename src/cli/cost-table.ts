/** What a plan's training cost, sweeps and teachers counted: a table for a person, CSV for other programs. */
import type { Plan, Stage } from "../core/experiment.ts";
import { jobsOf, type Job } from "../core/plan-jobs.ts";
import { teacherSeed } from "../core/plan-runs.ts";
import type { PlanOutcome } from "./plan-queue.ts";
import { secondsText } from "../core/statistics/texts.ts";
import { section } from "./result-table.ts";
import { StageClock, type StageTime, type StageTimes } from "../core/stage-times.ts";
import { csv } from "../core/report-rows.ts";

interface JobCost {
  readonly job: Job;
  /** Of a run alone: it went to its end. */
  readonly isWhole: boolean;
  readonly times: StageTimes;
}

/** In the plan's order. A run's share of its teacher's training is the teacher's alone. */
function costsOf(plan: Plan, outcomes: PlanOutcome): JobCost[] {
  return jobsOf(plan).flatMap((job) => {
    const ended = outcomes.get(job.id);
    if (!ended) return [];
    const isWhole = ended.kind === "run" && ended.outcome.status === "finished";
    const { times } = ended;
    return { job, isWhole, times: job.kind === "teacher" ? times : { ...times, 0: new StageClock().times[0] } };
  });
}

/**
 * Seconds are of training steps, on the machine of each process that made them. What a run costs is the mean over those that
 * went to their ends; all that was done is in the sums.
 */
export function costText(plan: Plan, outcomes: PlanOutcome): string {
  const costs = costsOf(plan, outcomes);
  const lines = plan.experiments.map(({ name }) => {
    const own = costs.filter(({ job }) => job.experiment.name === name);
    const runs = own.filter(({ isWhole }) => isWhole);
    const [trials, all] = [
      own.filter(({ job }) => job.kind === "trial"),
      own.filter(({ job }) => job.kind !== "teacher"),
    ];
    return [
      name,
      ...(plan.sweep ? cells(sumOf(trials, [1, 2]), 1) : []),
      ...cells(sumOf(runs, [1]), runs.length),
      ...cells(sumOf(runs, [2]), runs.length),
      ...cells(sumOf(all, [1, 2]), 1),
    ];
  });
  const teachers = costs.filter(({ job }) => job.kind === "teacher");
  const taught = sumOf(teachers, [0]);
  return [
    section("Cost of training: iterations, and seconds of their steps", [
      ["experiment", ...(plan.sweep ? ["sweep", "s"] : []), "stage 1", "s a run", "stage 2", "s a run", "in all", "s"],
      ...lines,
    ]),
    ...(teachers.length > 0
      ? [`Teachers trained: ${teachers.length}, ${taught.iterations} iterations, ${secondsText(taught.seconds)} s.`]
      : []),
  ].join("\n");
}

/** Every job; a teacher's with its own seed, and the first experiment that learns from it. */
export function costsCsv(plan: Plan, outcomes: PlanOutcome): string {
  const stages: readonly Stage[] = [0, 1, 2];
  const rows = costsOf(plan, outcomes).map(({ job, times }) => {
    const rate = job.kind === "trial" ? job.trial.rate : "";
    const measured = stages.flatMap((stage) => [times[stage].iterations, times[stage].seconds.toFixed(3)]);
    const seed = job.kind === "teacher" ? teacherSeed(plan, job.experiment, job.seed) : job.seed;
    return [job.kind, job.experiment.name, seed, rate, ...measured].join(",");
  });
  const columns = stages.flatMap((stage) => [`stage_${stage}_iterations`, `stage_${stage}_seconds`]);
  return csv(["job,experiment,seed,rate", ...columns].join(","), rows);
}

function sumOf(costs: readonly JobCost[], stages: readonly Stage[]): StageTime {
  let [iterations, seconds] = [0, 0];
  for (const { times } of costs) {
    for (const stage of stages) {
      iterations += times[stage].iterations;
      seconds += times[stage].seconds;
    }
  }
  return { iterations, seconds };
}

/** Of so many; none of either where nothing was done. */
function cells({ iterations, seconds }: StageTime, count: number): string[] {
  if (iterations === 0) return ["-", "-"];
  return [String(Math.round(iterations / count)), secondsText(seconds / count)];
}

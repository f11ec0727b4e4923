/** A plan as the stages that it will go through, in order: for the time it takes and for how far it is. */
import type { Plan } from "./experiment.ts";
import { studentCosts, teacherCost, type StageCost } from "./phases.ts";
import { reportKey, studentJobsOf, type StudentJob } from "./plan-jobs.ts";
import { hasTeacher, teacherKey } from "./plan-runs.ts";
import type { RunKey } from "./report.ts";
import { orderedRuns, pageOrder } from "./run-order.ts";
import { trialPlan } from "./sweep.ts";

export interface Phase extends StageCost {
  readonly run: RunKey;
}

/**
 * Of the runs in the order in which they are made, with what a sweep needs before them; left out: all, as the page makes them.
 * `broken` names jobs that ended before their time: they have no steps left.
 */
export function phasesOf(
  plan: Plan,
  order: readonly RunKey[] = pageOrder(plan),
  broken: ReadonlySet<string> = new Set(),
): Phase[] {
  // What a network costs takes a millisecond to find out, and a plan may have 6,400 runs of 64 experiments.
  const costs = new Map<string, JobCosts>();
  const taught = new Set<string>();
  // Trials change the rate and have the plan's teachers, whose keys are known by the plan's experiments.
  const planned = new Map(plan.experiments.map((experiment) => [experiment.name, experiment]));
  return studentJobsOf(plan, orderedRuns(plan, order)).flatMap((job): Phase[] => {
    const { experiment, seed, kind } = job;
    const name = `${kind} ${experiment.name}`;
    const { teacher, student } = costs.get(name) ?? jobCosts(plan, job);
    costs.set(name, { teacher, student });
    const key = teacher && teacherKey(plan, planned.get(experiment.name) ?? experiment, seed);
    const first = key !== null && !taught.has(key);
    if (first) taught.add(key);
    const run = reportKey(job);
    const own = broken.has(job.id) ? [] : student;
    return (first && teacher ? [teacher, ...own] : own).map((part) => ({ run, ...part }));
  });
}

interface JobCosts {
  /** Null where none is trained. */
  readonly teacher: StageCost | null;
  readonly student: StageCost[];
}

/** The same for all seeds, and for all rates of a sweep. */
function jobCosts(plan: Plan, { kind, experiment }: StudentJob): JobCosts {
  const within = kind === "trial" ? trialPlan(plan, experiment) : plan;
  return {
    teacher: hasTeacher(within, experiment) ? teacherCost(experiment) : null,
    student: studentCosts(experiment),
  };
}

/** Makes the runs of a plan that are still to be made, one after the other, and has them kept. */
import type { Plan } from "../core/experiment.ts";
import type { JobQueue } from "../core/job-queue.ts";
import { reportKey, type StudentJob } from "../core/plan-jobs.ts";
import { runsOf } from "../core/plan-runs.ts";
import type { RunEnd } from "../core/run-end.ts";
import { isSameRun } from "../core/run-order.ts";
import type { PlanReports } from "../engine/plan-run.ts";
import type { Keeper } from "./keeper.ts";
import { performJob, type JobParts } from "./perform-job.ts";
import type { Resumption } from "./resumption.ts";

export interface PlanHands extends Pick<JobParts, "backend" | "parts" | "broken"> {
  readonly queue: JobQueue;
  readonly keeper: Pick<Keeper, "add" | "after" | "ended">;
  /** Null behind the last. */
  readonly begins: (job: StudentJob | null) => void;
  /** Of what was reported, before it is decided what is kept of it. */
  readonly told: (tick: PlanReports, job: StudentJob) => Promise<void>;
  /** Whether training stands behind this step. */
  readonly rests: () => boolean;
  /** Until training may go on. */
  readonly mayGoOn: (isStep: boolean) => Promise<void>;
  readonly ended: (end: RunEnd) => void;
}

export async function performPlan(
  plan: Plan,
  { current, before, shelf }: Pick<Resumption, "current" | "before" | "shelf">,
  { queue, keeper, backend, parts, broken, begins, told, rests, mayGoOn, ended }: PlanHands,
): Promise<void> {
  const isAlone = runsOf(plan).length === 1 && !plan.sweep;
  let isFirst = true;
  for (let job = queue.next(current?.run); job; job = queue.next()) {
    const [doing, key] = [job, reportKey(job)];
    begins(doing);
    // Left and put back it begins anew.
    const from = isFirst && current && isSameRun(key, current.run) ? current.from : null;
    isFirst = false;
    const earlier = from ? before.filter(({ run }) => isSameRun(run, key)).flatMap(({ reports }) => reports) : [];
    const after: JobParts["after"] = async (tick, experiment) => {
      keeper.add(tick.run, tick.reports);
      await told(tick, doing);
      // A shared teacher's reports come again with no step behind them.
      const isStep = tick.active.checkpoint !== null && tick.reports.some((report) => report.type === "step");
      await keeper.after(tick, experiment, isStep && rests());
      await mayGoOn(isStep);
    };
    const end = await performJob(doing, from, earlier, { queue, shelf, backend, parts, isAlone, after, broken });
    queue.end(end);
    keeper.ended(end);
    ended(end);
  }
  begins(null);
}

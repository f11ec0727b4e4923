/** Does one job of a plan, and tells how it ended. */
import type { BrokenLayer } from "../core/divergence.ts";
import { brokenSentence } from "../core/divergence.ts";
import type { Experiment } from "../core/experiment.ts";
import { teacherFailure, type JobQueue } from "../core/job-queue.ts";
import { needsTeacher } from "../core/methods/facts.ts";
import { reportKey, type StudentJob } from "../core/plan-jobs.ts";
import { isValidation, type Report, type RunKey } from "../core/report.ts";
import { RunTally, type How, type RunEnd } from "../core/run-end.ts";
import type { Backend } from "../engine/backend.ts";
import { NotFinite } from "../engine/not-finite.ts";
import type { Checkpoint } from "../engine/checkpoints.ts";
import type { PlanParts, PlanReports, TeacherShelf } from "../engine/plan-run.ts";
import { runOne } from "../engine/plan-run.ts";

export interface JobParts {
  readonly queue: JobQueue;
  readonly shelf: TeacherShelf;
  readonly backend: Pick<Backend, "check" | "causeOf">;
  readonly parts: PlanParts;
  /** A run alone fails as such; a plan goes on behind one that failed. */
  readonly isAlone: boolean;
  /** Between two iterations; `tick.run` is as the job's reports are named. */
  readonly after: (tick: PlanReports, experiment: Experiment) => Promise<void>;
  /** Which layer broke first; null where none can be named. */
  readonly broken: (error: NotFinite, run: RunKey, experiment: Experiment) => Promise<BrokenLayer | null>;
}

/** `earlier` is what the job reported before the checkpoint that it goes on from. */
export async function performJob(
  job: StudentJob,
  from: Checkpoint | null,
  earlier: readonly Report[],
  given: JobParts,
): Promise<RunEnd> {
  const { queue } = given;
  const experiment = queue.experimentOf(job);
  const tally = new RunTally();
  tally.add(earlier);
  const how =
    hindered(job, queue) ?? tried(job, earlier, experiment) ?? (await done(job, experiment, from, tally, given));
  return tally.end(job.id, reportKey(job), experiment, how);
}

function hindered(job: StudentJob, queue: JobQueue): How | null {
  const reason = queue.hindrance(job);
  return reason === null ? null : { kind: "failed", reason };
}

/** A trial has ended with its last validation, though its checkpoint lies right behind that; null where it has not. */
function tried({ kind }: StudentJob, reports: readonly Report[], experiment: Experiment): How | null {
  const accuracy = kind === "trial" ? lastValidation(reports, experiment) : null;
  return accuracy === null ? null : { kind: "tried", accuracy };
}

async function done(
  job: StudentJob,
  experiment: Experiment,
  from: Checkpoint | null,
  tally: RunTally,
  given: JobParts,
): Promise<How> {
  const { queue, shelf, backend, parts, isAlone, after, broken } = given;
  const run = reportKey(job);
  try {
    for await (const tick of runOne(queue.planFor(job), experiment, job.seed, shelf, from, parts)) {
      backend.check();
      tally.add(tick.reports);
      await after({ ...tick, run }, experiment);
      // Left before the test images would be looked at.
      const how = tried(job, tick.reports, experiment);
      if (how) return how;
      if (tally.result === null && !queue.wants(job)) return { kind: "skipped" };
    }
  } catch (error) {
    const cause = await backend.causeOf(error);
    if (!(cause instanceof NotFinite) || isAlone) throw cause;
    // Of a rate that is only tried nobody asks more than whether it is any good.
    const layer = job.kind === "trial" ? null : await broken(cause, run, experiment);
    const reason = layer ? `${cause.message} ${brokenSentence(layer)}` : cause.message;
    if (cause.stage !== 0) return { kind: "failed", reason };
    queue.failTeacher(job, reason);
    // It only would have been looked at beside its teacher.
    if (!needsTeacher(experiment.method)) return done(job, experiment, null, tally, given);
    return { kind: "failed", reason: teacherFailure(reason) };
  }
  if (!tally.result) throw new Error(`The run of "${experiment.name}" ended without a result.`);
  return { kind: "finished", result: tally.result };
}

function lastValidation(reports: readonly Report[], { task }: Experiment): number | null {
  const last = reports.find((report) => isValidation(report) && report.step === task.iterations);
  return last?.type === "evaluation" ? last.accuracy : null;
}

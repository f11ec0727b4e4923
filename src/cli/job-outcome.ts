/** What is asked of whoever does a plan's job, and what comes of it. All of it is plain data, for messages between processes. */
import type { Experiment } from "../core/experiment.ts";
import type { Job } from "../core/plan-jobs.ts";
import type { RunOutcome } from "../core/statistics/plan-summary.ts";
import { withRate, type Trial, type Tuning } from "../core/sweep.ts";
import type { StageTimes } from "../core/stage-times.ts";

export interface Task {
  readonly job: Job;
  /** Of a run whose plan has a sweep. */
  readonly tuning: Tuning | null;
}

/** What the task trains. */
export function experimentOf({ job, tuning }: Task): Experiment {
  const rate = tuning?.rate ?? null;
  return rate === null ? job.experiment : withRate(job.experiment, rate);
}

interface Measured {
  readonly times: StageTimes;
}

export type JobOutcome =
  /** `failure` is a sentence; null where the teacher is ready. */
  | (Measured & { readonly kind: "teacher"; readonly failure: string | null })
  | (Measured & { readonly kind: "trial"; readonly trial: Trial; readonly failure: string | null })
  | (Measured & { readonly kind: "run"; readonly outcome: RunOutcome });

/** `reason` is a sentence. */
export function failureOf(job: Job, reason: string, times: StageTimes): JobOutcome {
  switch (job.kind) {
    case "teacher":
      return { kind: "teacher", failure: reason, times };
    case "trial":
      return { kind: "trial", trial: { trial: job.trial, validation: null }, failure: reason, times };
    case "run":
      return { kind: "run", outcome: { status: "failed", run: job.run, reason }, times };
    default:
      return job satisfies never;
  }
}

/** Thrown by a job that was asked to stop, when it has kept what it can go on from. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

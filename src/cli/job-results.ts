/** What came of a plan's jobs, now or in an earlier process whose files tell. */
import type { BrokenLayer } from "../core/divergence.ts";
import type { Plan } from "../core/experiment.ts";
import type { Job } from "../core/plan-jobs.ts";
import { runsOf } from "../core/plan-runs.ts";
import type { RunKey } from "../core/report.ts";
import type { Curve } from "../core/statistics/curve.ts";
import type { FinishedRun } from "../core/statistics/plan-summary.ts";
import { validationCurve } from "./curves-csv.ts";
import type { FolderFiles } from "./folder-files.ts";
import { experimentOf, failureOf, type JobOutcome, type Task } from "./job-outcome.ts";
import { failureText, keptFailure, keptResult, keptTrial, trialText } from "./kept-result.ts";
import { curvesOf, timesOf } from "./job-rows.ts";
import type { StageClock } from "../core/stage-times.ts";
import type { TeacherStore } from "./teacher-store.ts";

/** What this process saw of a job. */
export interface Seen {
  readonly clock: StageClock;
  /** Stage 2's validation accuracy. */
  readonly validation: Curve;
}

export class JobResults {
  readonly #plan: Plan;
  readonly #folder: FolderFiles | null;
  readonly #teachers: TeacherStore;

  /** Without a folder nothing is kept, and what this process saw is all there is. */
  constructor(plan: Plan, folder: FolderFiles | null, teachers: TeacherStore) {
    this.#plan = plan;
    this.#folder = folder;
    this.#teachers = teachers;
  }

  /** What an earlier process left of the job; null where there is work to do. Throws `BadInput` where a file is damaged. */
  async kept(task: Task, seen: Seen): Promise<JobOutcome | null> {
    const folder = this.#folder;
    if (!folder) return null;
    const { job } = task;
    const [experiment, run, prefix] = [experimentOf(task), runOf(job), prefixOf(this.#plan, job)];
    const [bytesOf, pathOf] = [
      (file: string) => folder.read(`${prefix}${file}`),
      (file: string) => folder.pathOf(`${prefix}${file}`),
    ];
    const failure = bytesOf("failed.json");
    if (failure) {
      const { reason } = await keptFailure(failure, experiment, run, pathOf("failed.json"));
      return this.#failed(job, reason, seen);
    }
    switch (job.kind) {
      case "teacher":
        return (await this.#teachers.find(job.id, job)) ? this.taught(job, seen) : null;
      case "trial": {
        const bytes = bytesOf("trial.json");
        return bytes && this.#tried(job, await keptTrial(bytes, experiment, run, pathOf("trial.json")), seen);
      }
      case "run": {
        const bytes = bytesOf("result.json");
        return bytes && this.finished(job, await keptResult(bytes, experiment, run, pathOf("result.json")), seen);
      }
      default:
        return job satisfies never;
    }
  }

  taught(job: Job, seen: Seen): JobOutcome {
    return { kind: "teacher", failure: null, times: this.#times(job, seen) };
  }

  async tried(task: Task, validation: number, seen: Seen): Promise<JobOutcome> {
    const { job } = task;
    const prefix = prefixOf(this.#plan, job);
    this.#folder?.write(`${prefix}trial.json`, await trialText(experimentOf(task), job.seed, validation));
    return this.#tried(job, validation, seen);
  }

  finished(job: Job, { last, best, iterations }: FinishedRun["result"], seen: Seen): JobOutcome {
    // What an earlier process measured is in the file alone.
    const curves = this.#folder && curvesOf(this.#folder, prefixOf(this.#plan, job));
    const validation = curves?.get(validationCurve) ?? seen.validation;
    const outcome = { status: "finished", run: runOf(job), result: { last, best, iterations }, validation } as const;
    return { kind: "run", outcome, times: this.#times(job, seen) };
  }

  /** `reason` is a sentence; `layer` is null where none can be named. */
  async failed(task: Task, reason: string, layer: BrokenLayer | null, seen: Seen): Promise<JobOutcome> {
    const { job } = task;
    const text = await failureText(experimentOf(task), { status: "failed", run: runOf(job), reason }, layer);
    this.#folder?.write(`${prefixOf(this.#plan, job)}failed.json`, text);
    return this.#failed(job, reason, seen);
  }

  #tried(job: Job, validation: number, seen: Seen): JobOutcome {
    if (job.kind !== "trial") throw new Error(`"${job.id}" is no trial.`);
    return { kind: "trial", trial: { trial: job.trial, validation }, failure: null, times: this.#times(job, seen) };
  }

  #failed(job: Job, reason: string, seen: Seen): JobOutcome {
    return failureOf(job, reason, this.#times(job, seen));
  }

  #times(job: Job, { clock }: Seen): JobOutcome["times"] {
    return this.#folder ? timesOf(this.#folder, prefixOf(this.#plan, job)) : clock.times;
  }
}

/** Ahead of the names of a job's files: a run alone lies in the folder itself. */
export function prefixOf(plan: Plan, { kind, id }: Job): string {
  return kind === "run" && runsOf(plan).length === 1 ? "" : `${id}/`;
}

/** Whether the job has ended in an earlier process. */
export function isKept(plan: Plan, folder: FolderFiles, job: Job): boolean {
  const last = { teacher: "teacher.safetensors", trial: "trial.json", run: "result.json" }[job.kind];
  return [last, "failed.json"].some((file) => folder.has(`${prefixOf(plan, job)}${file}`));
}

export function runOf({ experiment, seed }: Job): RunKey {
  return { experiment: experiment.name, seed };
}

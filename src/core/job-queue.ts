/** A plan's jobs for whoever does one after another: which is next, at which rate, and what need not be done. */
import type { Experiment, Plan } from "./experiment.ts";
import { needsTeacher } from "./methods/facts.ts";
import { reportKey, studentJobsOf, tuningOfJob, type StudentJob } from "./plan-jobs.ts";
import { teacherKey } from "./plan-runs.ts";
import type { RunKey } from "./report.ts";
import type { RunEnd } from "./run-end.ts";
import { isSameRun, orderedRuns, pageOrder } from "./run-order.ts";
import { noRateReason, trialPlan, withRate, type Trial, type TrialKey, type Tuning } from "./sweep.ts";

export class JobQueue {
  readonly #plan: Plan;
  #order: readonly RunKey[];
  #jobs: readonly StudentJob[];
  /** Of all runs' sweeps, those of skipped ones too. */
  readonly #trialKeys: ReadonlyMap<string, TrialKey>;
  readonly #ended = new Set<string>();
  /** Of those, the ones that were left in their middle. */
  readonly #left = new Set<string>();
  readonly #trials = new Map<string, Trial>();
  /** Why, by their keys. */
  readonly #failedTeachers = new Map<string, string>();

  /** `order` names the runs to make; `ends` are jobs that have ended before. */
  constructor(plan: Plan, order: readonly RunKey[], ends: readonly RunEnd[]) {
    this.#plan = plan;
    this.#order = order;
    this.#jobs = this.#jobsIn(order);
    const all = this.#jobsIn(pageOrder(plan));
    this.#trialKeys = new Map(all.flatMap((job) => (job.kind === "trial" ? [[job.id, job.trial] as const] : [])));
    for (const end of ends) this.end(end);
  }

  get order(): readonly RunKey[] {
    return this.#order;
  }

  /**
   * The runs to make from here on, in this order; those of the plan that it does not name are skipped. One that was left in
   * its middle begins anew: gives these, as their reports are named.
   */
  reorder(order: readonly RunKey[]): RunKey[] {
    this.#order = order;
    this.#jobs = this.#jobsIn(order);
    const returning = this.#jobs.filter(({ id }) => this.#left.has(id));
    for (const { id } of returning) {
      this.#left.delete(id);
      this.#ended.delete(id);
    }
    return returning.map(reportKey);
  }

  /** The job whose reports have this name goes first, where it is still to be done. */
  next(first: RunKey | null = null): StudentJob | null {
    const waiting = this.#jobs.filter(({ id }) => !this.#ended.has(id));
    return waiting.find((job) => first && isSameRun(reportKey(job), first)) ?? waiting[0] ?? null;
  }

  wants({ id }: StudentJob): boolean {
    return this.#jobs.some((job) => job.id === id);
  }

  /** Whose trials have all ended, or null. */
  tuningOf(job: StudentJob): Tuning | null {
    return tuningOfJob(this.#plan, job, (id) => this.#trials.get(id));
  }

  /** What the job trains. */
  experimentOf(job: StudentJob): Experiment {
    const rate = this.tuningOf(job)?.rate ?? null;
    return rate === null ? job.experiment : withRate(job.experiment, rate);
  }

  /** The plan within which the job is done: of itself alone where the teacher failed that it would only be looked at beside. */
  planFor(job: StudentJob): Plan {
    const isAlone = job.kind === "trial" || this.#failureOfTeacher(job) !== null;
    return isAlone ? trialPlan(this.#plan, job.experiment) : this.#plan;
  }

  /** Why the job would fail, a sentence; null where it can be tried. */
  hindrance(job: StudentJob): string | null {
    const reason = needsTeacher(job.experiment.method) ? this.#failureOfTeacher(job) : null;
    if (reason !== null) return teacherFailure(reason);
    return this.tuningOf(job)?.rate === null ? noRateReason : null;
  }

  /** All that learn from the job's teacher fail; what does not goes on without it. */
  failTeacher({ experiment, seed }: StudentJob, reason: string): void {
    this.#failedTeachers.set(teacherKey(this.#plan, experiment, seed), reason);
  }

  end({ id, how }: Pick<RunEnd, "id" | "how">): void {
    this.#ended.add(id);
    if (how.kind === "skipped") this.#left.add(id);
    const trial = this.#trialKeys.get(id);
    if (trial) this.#trials.set(id, { trial, validation: how.kind === "tried" ? how.accuracy : null });
  }

  #jobsIn(order: readonly RunKey[]): StudentJob[] {
    return studentJobsOf(this.#plan, orderedRuns(this.#plan, order));
  }

  #failureOfTeacher({ experiment, seed }: StudentJob): string | null {
    return this.#failedTeachers.get(teacherKey(this.#plan, experiment, seed)) ?? null;
  }
}

/** Why a run fails that learns from a teacher whose training failed for `reason`; a sentence. */
export function teacherFailure(reason: string): string {
  return `Its teacher failed: ${reason}`;
}

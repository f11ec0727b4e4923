/** A plan's jobs handed to whoever does them, in the plan's order as far as their needs allow. */
import type { Plan } from "../core/experiment.ts";
import { teacherFailure } from "../core/job-queue.ts";
import { needsTeacher } from "../core/methods/facts.ts";
import { jobsOf, tuningOfJob, type Job } from "../core/plan-jobs.ts";
import { noRateReason, type Tuning } from "../core/sweep.ts";
import { failureOf, Stopped, type JobOutcome, type Task } from "./job-outcome.ts";
import { StageClock } from "../core/stage-times.ts";

/** Does one job at a time, in this process or in another. */
export interface Hand {
  perform(task: Task, stop: AbortSignal): Promise<JobOutcome>;
}

export interface QueueListener {
  readonly began: (job: Job) => void;
  readonly ended: (job: Job, outcome: JobOutcome) => void;
}

/** Outcomes by the jobs' ids. */
export type PlanOutcome = ReadonlyMap<string, JobOutcome>;

/**
 * Every job's outcome, whichever hand did it. When a hand rejects, or `stop` asks for it, the others stop too, and the first
 * reason is thrown when all have.
 */
export async function performPlan(
  plan: Plan,
  hands: readonly Hand[],
  listener: QueueListener,
  stop: AbortSignal,
): Promise<PlanOutcome> {
  const queue = new Queue(plan);
  const broken = new AbortController();
  const all = AbortSignal.any([stop, broken.signal]);
  const work = async (hand: Hand): Promise<void> => {
    try {
      for (let job = await queue.next(all); job; job = await queue.next(all)) {
        listener.began(job);
        const outcome = queue.hindered(job) ?? (await hand.perform(queue.taskOf(job), all));
        queue.end(job, outcome);
        listener.ended(job, outcome);
      }
    } catch (error) {
      broken.abort();
      throw error;
    }
  };
  const ends = await Promise.allSettled(hands.map(work));
  const reasons = ends.flatMap((end): unknown[] => (end.status === "rejected" ? [end.reason] : []));
  // The others stopped because of what broke one.
  if (reasons.length > 0) throw reasons.find((reason) => !(reason instanceof Stopped)) ?? reasons[0];
  if (!queue.isDone) throw new Stopped("asked to stop");
  return queue.outcomes;
}

class Queue {
  readonly outcomes = new Map<string, JobOutcome>();
  readonly #plan: Plan;
  readonly #waiting: Job[];
  /** Called when another job has ended. */
  #woken: (() => void)[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#waiting = jobsOf(plan);
  }

  /** The first job whose needs are met, as soon as there is one; null when none is left, or at a stop. */
  async next(stop: AbortSignal): Promise<Job | null> {
    const wake = () => {
      for (const woken of this.#woken.splice(0)) woken();
    };
    stop.addEventListener("abort", wake, { once: true });
    try {
      while (this.#waiting.length > 0 && !stop.aborted) {
        const index = this.#waiting.findIndex(({ needs }) => needs.every((need) => this.outcomes.has(need)));
        if (index !== -1) return this.#waiting.splice(index, 1)[0]!;
        await new Promise<void>((resolve) => void this.#woken.push(resolve));
      }
      return null;
    } finally {
      stop.removeEventListener("abort", wake);
    }
  }

  get isDone(): boolean {
    return this.#waiting.length === 0;
  }

  /** A run that only would be looked at beside a teacher goes without one that failed. */
  taskOf(job: Job): Task {
    const needs = job.needs.filter((need) => this.#failureOfTeacher(need) === null);
    return { job: { ...job, needs }, tuning: tuningFor(this.#plan, job, this.outcomes) };
  }

  /** What comes of a job without doing it: its teacher is none, or no rate of its sweep was any good. */
  hindered(job: Job): JobOutcome | null {
    const reason = this.#hindrance(job);
    return reason === null ? null : failureOf(job, reason, new StageClock().times);
  }

  end(job: Job, outcome: JobOutcome): void {
    this.outcomes.set(job.id, outcome);
    for (const woken of this.#woken.splice(0)) woken();
  }

  #hindrance(job: Job): string | null {
    for (const need of needsTeacher(job.experiment.method) ? job.needs : []) {
      const failure = this.#failureOfTeacher(need);
      if (failure !== null) return teacherFailure(failure);
    }
    return tuningFor(this.#plan, job, this.outcomes)?.rate === null ? noRateReason : null;
  }

  /** Null of what is no teacher, too. */
  #failureOfTeacher(id: string): string | null {
    const outcome = this.outcomes.get(id);
    return outcome?.kind === "teacher" ? outcome.failure : null;
  }
}

function tuningFor(plan: Plan, job: Job, outcomes: PlanOutcome): Tuning | null {
  return tuningOfJob(plan, job, (id) => {
    const outcome = outcomes.get(id);
    return outcome?.kind === "trial" ? outcome.trial : undefined;
  });
}

/** Of each experiment whose trials have ended, by name; empty without a sweep. */
export function tuningsOf(plan: Plan, outcomes: PlanOutcome): ReadonlyMap<string, Tuning> {
  return new Map(
    jobsOf(plan).flatMap((job): [string, Tuning][] => {
      const tuning = tuningFor(plan, job, outcomes);
      return tuning ? [[job.experiment.name, tuning]] : [];
    }),
  );
}

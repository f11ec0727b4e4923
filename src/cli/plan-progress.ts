/** How far a plan is: one line on stderr that is overwritten on a terminal, a line for every tenth of a stage elsewhere. */
import type { BackendKind } from "../core/backend-kind.ts";
import { gpuPace, guessedSeconds, wasmPace, workOf, workPerStep, type StageCost } from "../core/phases.ts";
import { costsOfJob, type Job } from "../core/plan-jobs.ts";
import type { StepReport } from "../core/report.ts";

export interface ProgressParts {
  readonly jobs: readonly Job[];
  /** What an earlier process finished, by id. */
  readonly done: ReadonlySet<string>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly isTerminal: boolean;
  /** Characters; only a terminal has a width. */
  readonly width: () => number;
  readonly write: (text: string) => void;
}

/** Less was measured than could be told from. */
const shortestMeasureMs = 2000;
const barWidth = 24;

interface Doing {
  readonly beganAt: number;
  readonly latest: StepReport | null;
  /** Multiply-adds done when its first step was heard of: a job may go on where another process stopped. */
  readonly from: number;
  /** The stage and its tenth that were said last. */
  readonly said: string;
}

export class PlanProgress {
  readonly #parts: ProgressParts;
  readonly #costs: ReadonlyMap<string, readonly StageCost[]>;
  readonly #total: number;
  readonly #ended: Set<string>;
  readonly #doing = new Map<string, Doing>();
  /** Multiply-adds that were done here by jobs that ended. */
  #worked = 0;
  #firstAt: number | null = null;

  constructor(parts: ProgressParts) {
    this.#parts = parts;
    this.#costs = new Map(parts.jobs.map((job) => [job.id, costsOfJob(job)]));
    this.#ended = new Set(parts.done);
    this.#total = parts.jobs.reduce((sum, job) => sum + this.#workOf(job), 0);
  }

  began(job: Job): void {
    this.#doing.set(job.id, { beganAt: this.#parts.now(), latest: null, from: 0, said: "" });
  }

  step(job: Job, step: StepReport): void {
    const doing = this.#doing.get(job.id);
    if (!doing) return;
    const now = this.#parts.now();
    this.#firstAt ??= now;
    const from = doing.latest ? doing.from : this.#workUpTo(job, step);
    const iterations = this.#costs.get(job.id)!.find(({ stage }) => stage === step.stage)?.iterations ?? 0;
    const tenth = `${step.stage}.${Math.floor((10 * step.step) / iterations)}`;
    this.#doing.set(job.id, { ...doing, latest: step, from, said: tenth });
    const text = `${this.#nameOf(job)}: stage ${step.stage}, ${step.step} of ${iterations}, loss ${step.loss.toPrecision(4)}`;
    if (this.#parts.isTerminal) this.#draw(text);
    else if (tenth !== doing.said) {
      const seconds = ((now - doing.beganAt) / 1000).toFixed(0);
      this.#parts.write(`${this.#placeOf(job)} ${text}, ${seconds} s; ${this.#whole()}\n`);
    }
  }

  /** `failure` is a sentence; null where all went well. */
  ended(job: Job, failure: string | null): void {
    const doing = this.#doing.get(job.id);
    if (doing?.latest) this.#worked += this.#workOf(job) - doing.from;
    this.#doing.delete(job.id);
    this.#ended.add(job.id);
    if (failure !== null) this.say(`${this.#nameOf(job)} failed: ${failure}`);
    else if (this.#parts.isTerminal) this.#draw(`${this.#nameOf(job)} done`);
  }

  /** A line of its own. */
  say(text: string): void {
    this.#parts.write(this.#parts.isTerminal ? `\r\x1b[K${text}\n` : `${text}\n`);
  }

  /** Leaves the last line as it is. */
  close(): void {
    if (this.#parts.isTerminal) this.#parts.write("\n");
  }

  /** Null until enough was measured. Jobs that run beside each other are measured together. */
  get secondsLeft(): number | null {
    if (this.#firstAt === null) return null;
    const elapsedMs = this.#parts.now() - this.#firstAt;
    let [worked, left] = [this.#worked, this.#total];
    for (const job of this.#parts.jobs) {
      if (this.#ended.has(job.id)) left -= this.#workOf(job);
      const doing = this.#doing.get(job.id);
      if (!doing?.latest) continue;
      const upTo = this.#workUpTo(job, doing.latest);
      worked += upTo - doing.from;
      left -= upTo;
    }
    if (elapsedMs < shortestMeasureMs || worked === 0) return null;
    return (left / worked) * (elapsedMs / 1000);
  }

  #fraction(): number {
    let done = 0;
    for (const job of this.#parts.jobs) {
      const latest = this.#doing.get(job.id)?.latest;
      if (this.#ended.has(job.id)) done += this.#workOf(job);
      else if (latest) done += this.#workUpTo(job, latest);
    }
    return this.#total === 0 ? 1 : done / this.#total;
  }

  #whole(): string {
    const { secondsLeft } = this;
    const percent = `${Math.floor(100 * this.#fraction())} %`;
    return secondsLeft === null || this.#ended.size === this.#parts.jobs.length
      ? percent
      : `${percent}, ${durationText(secondsLeft)} left`;
  }

  #draw(text: string): void {
    const filled = Math.floor(barWidth * this.#fraction());
    const bar = `[${"#".repeat(filled)}${"-".repeat(barWidth - filled)}]`;
    const runs = `${this.#ended.size} of ${this.#parts.jobs.length} done`;
    const line = `${bar} ${this.#whole()}, ${runs}; ${text}`;
    this.#parts.write(`\r\x1b[K${line.slice(0, Math.max(1, this.#parts.width() - 1))}`);
  }

  #placeOf({ id }: Job): string {
    const { jobs } = this.#parts;
    return `[${jobs.findIndex((job) => job.id === id) + 1}/${jobs.length}]`;
  }

  #nameOf(job: Job): string {
    switch (job.kind) {
      case "teacher":
        return `teacher of ${job.experiment.name}`;
      case "trial":
        return `${job.experiment.name} at rate ${job.trial.rate}, seed ${job.seed}`;
      case "run":
        return `${job.experiment.name} seed ${job.seed}`;
      default:
        return job satisfies never;
    }
  }

  #workOf({ id }: Job): number {
    return workOf(this.#costs.get(id)!);
  }

  /** Up to this step, its stage's ones and those of the stages before. */
  #workUpTo({ id }: Job, { stage, step }: StepReport): number {
    return this.#costs.get(id)!.reduce((sum, cost) => {
      if (cost.stage > stage) return sum;
      return sum + (cost.stage === stage ? step : cost.iterations) * workPerStep(cost);
    }, 0);
  }
}

/** What is left of a plan before anything was measured: a guess for a machine of its kind. */
export function estimateText(
  jobs: readonly Job[],
  done: ReadonlySet<string>,
  backend: BackendKind,
  processes: number,
): string {
  const left = jobs.filter(({ id }) => !done.has(id));
  const count = (kind: Job["kind"]) => left.filter((job) => job.kind === kind).length;
  const parts = [
    countText(count("run"), "run", "runs"),
    ...(count("trial") > 0 ? [countText(count("trial"), "trial of a rate", "trials of rates")] : []),
    ...(count("teacher") > 0 ? [countText(count("teacher"), "teacher", "teachers")] : []),
  ];
  const pace = backend === "webgpu" ? gpuPace : wasmPace;
  const seconds = guessedSeconds(left.flatMap(costsOfJob), pace) / processes;
  const before = done.size > 0 ? `, ${done.size} of ${jobs.length} done before` : "";
  const where = processes > 1 ? ` in ${processes} processes` : "";
  return `${parts.join(", ")}${before}: ${durationText(seconds)}${where}, at a guess.`;
}

function countText(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

/** As somebody says it who waits. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} min`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** What is left of one run of a plan, or of one trial of its sweep, when it has ended: all that tables and tests are made of. */
import type { Experiment } from "./experiment.ts";
import { isValidation, type Report, type Result, type RunKey } from "./report.ts";
import { StageClock, type StageTimes } from "./stage-times.ts";
import type { Curve } from "./statistics/curve.ts";
import type { RunOutcome } from "./statistics/plan-summary.ts";

export type RunResult = Pick<Result, "last" | "best" | "iterations" | "weightsHash">;

export type How =
  | { readonly kind: "finished"; readonly result: RunResult }
  /** A trial, with the validation accuracy of its last weights. */
  | { readonly kind: "tried"; readonly accuracy: number }
  /** `reason` is an English sentence. */
  | { readonly kind: "failed"; readonly reason: string }
  /** By the person, in its middle. */
  | { readonly kind: "skipped" };

export interface RunEnd {
  /** Of its job. */
  readonly id: string;
  /** As its reports are named. */
  readonly run: RunKey;
  /** Of stage 2, as it was trained. */
  readonly rate: number;
  readonly how: How;
  /** Stage 2's validation accuracy over its steps, as far as it came. */
  readonly validation: Curve;
  /** Of its own stages: a teacher may be trained within any run that shares it. */
  readonly times: StageTimes;
}

/** Adds up what a run reports. */
export class RunTally {
  readonly #clock = new StageClock();
  readonly #steps: number[] = [];
  readonly #values: number[] = [];
  #result: RunResult | null = null;

  add(reports: readonly Report[]): void {
    for (const report of reports) {
      if (report.type === "finished") {
        const { last, best, iterations, weightsHash } = report.result;
        this.#result = { last, best, iterations, weightsHash };
      }
      if (report.type === "step" && report.stage !== 0) this.#clock.add(report);
      if (!isValidation(report)) continue;
      this.#steps.push(report.step);
      this.#values.push(report.accuracy);
    }
  }

  get result(): RunResult | null {
    return this.#result;
  }

  get validation(): Curve {
    return { steps: [...this.#steps], values: [...this.#values] };
  }

  end(id: string, run: RunKey, { task }: Experiment, how: How): RunEnd {
    return { id, run, rate: task.rate, how, validation: this.validation, times: this.#clock.times };
  }
}

/** For the statistics; null for trials and for what was skipped. */
export function outcomeOf({ run, how, validation }: RunEnd): RunOutcome | null {
  switch (how.kind) {
    case "finished":
      return { status: "finished", run, result: how.result, validation };
    case "failed":
      return { status: "failed", run, reason: how.reason };
    case "tried":
    case "skipped":
      return null;
    default:
      return how satisfies never;
  }
}

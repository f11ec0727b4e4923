/** What training cost: iterations of each stage, and the wall time of their steps. */
import type { Stage } from "./experiment.ts";
import type { Report } from "./report.ts";

export interface StageTime {
  readonly iterations: number;
  readonly seconds: number;
}
export type StageTimes = Readonly<Record<Stage, StageTime>>;

export class StageClock {
  readonly #iterations: Record<Stage, number> = { 0: 0, 1: 0, 2: 0 };
  readonly #milliseconds: Record<Stage, number> = { 0: 0, 1: 0, 2: 0 };

  add(report: Report): void {
    if (report.type === "step") this.addStep(report.stage, report.milliseconds);
  }

  addStep(stage: Stage, milliseconds: number): void {
    this.#iterations[stage]++;
    this.#milliseconds[stage] += milliseconds;
  }

  get times(): StageTimes {
    const of = (stage: Stage) => ({ iterations: this.#iterations[stage], seconds: this.#milliseconds[stage] / 1000 });
    return { 0: of(0), 1: of(1), 2: of(2) };
  }
}

/** What training cost: iterations of each stage, and the wall time of their steps. */
import type { Stage } from "../core/experiment.ts";
import type { Report } from "../core/report.ts";
import { timingsHeader } from "../core/report-rows.ts";

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

/** Of a whole `timings.csv`; null where the text is none. */
export function timesIn(text: string): StageTimes | null {
  if (!text.startsWith(`${timingsHeader}\n`) || !text.endsWith("\n")) return null;
  const clock = new StageClock();
  for (const line of text.slice(timingsHeader.length + 1, -1).split("\n")) {
    if (line === "") continue;
    const [, , , stage, , milliseconds] = line.split(",");
    const time = Number(milliseconds);
    if (!isStage(stage) || milliseconds === "" || !Number.isFinite(time)) return null;
    clock.addStep(stages[stage], time);
  }
  return clock.times;
}

const stages = { "0": 0, "1": 1, "2": 2 } as const satisfies Readonly<Record<string, Stage>>;

function isStage(text: string | undefined): text is keyof typeof stages {
  return text !== undefined && Object.hasOwn(stages, text);
}

/** What `timings.csv` says that training cost. */
import type { Stage } from "../core/experiment.ts";
import { timingsHeader } from "../core/report-rows.ts";
import { StageClock, type StageTimes } from "../core/stage-times.ts";

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

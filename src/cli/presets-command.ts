import { BadInput } from "../core/bad-input.ts";
import { experimentsOf, toPlan } from "../core/document.ts";
import type { Document } from "../core/experiment.ts";
import { gpuPace, guessedSeconds, wasmPace, type Pace } from "../core/phases.ts";
import { costsOfJob, jobsOf } from "../core/plan-jobs.ts";
import { presets } from "../core/presets.ts";
import { studies } from "../core/studies.ts";
import { aligned } from "./aligned.ts";
import { durationText } from "./plan-progress.ts";

export async function presetsCommand(args: string[]): Promise<void> {
  if (args.length > 0) throw new BadInput(`presets takes nothing behind it; leave out "${args.join(" ")}".`);
  process.stdout.write(`${presetsText([...presets, ...studies])}\n`);
}

/** Each with its seeds and the time of all its runs, at a guess, as `run` and `plan` give it. */
export function presetsText(documents: readonly (readonly [name: string, document: Document])[]): string {
  const lines = documents.map(([name, document]) => {
    const plan = toPlan(document);
    const costs = jobsOf(plan).flatMap(costsOfJob);
    const time = (pace: Pace) => durationText(guessedSeconds(costs, pace));
    const experiments = experimentsOf(document).map((experiment) => experiment.name);
    const contents =
      document.kind === "plan" ? `plan of ${experiments.length}: ${experiments.join(", ")}` : "experiment";
    return [name, plan.seeds.join(", "), time(wasmPace), time(gpuPace), contents];
  });
  return [
    ...aligned([["preset", "seeds", "with wasm", "with a GPU", "experiments"], ...lines]),
    "Times are guesses, for all runs one after another; --seeds chooses other seeds.",
  ].join("\n");
}

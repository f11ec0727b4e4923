import { experimentsOf } from "../core/document.ts";
import { presets } from "../core/presets.ts";

export async function presetsCommand(): Promise<void> {
  for (const [name, document] of presets) {
    const experiments = experimentsOf(document).map((experiment) => experiment.name);
    const contents =
      document.kind === "plan" ? `plan of ${experiments.length}: ${experiments.join(", ")}` : "experiment";
    process.stdout.write(`${name.padEnd(14)} ${contents}\n`);
  }
}

import { BadInput } from "../core/bad-input.ts";
import { experimentsOf } from "../core/document.ts";
import { presets } from "../core/presets.ts";
import { studies } from "../core/studies.ts";

export async function presetsCommand(args: string[]): Promise<void> {
  if (args.length > 0) throw new BadInput(`presets takes nothing behind it; leave out "${args.join(" ")}".`);
  for (const [name, document] of [...presets, ...studies]) {
    const experiments = experimentsOf(document).map((experiment) => experiment.name);
    const contents =
      document.kind === "plan" ? `plan of ${experiments.length}: ${experiments.join(", ")}` : "experiment";
    process.stdout.write(`${name.padEnd(20)} ${contents}\n`);
  }
}

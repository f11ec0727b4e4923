/** `npm run lab -- …`: the lab without a page. Exit 0 done, 1 a run failed, 2 bad input, 128 + n ended by signal n after a checkpoint. */
import { BadInput, reasonOf } from "../core/bad-input.ts";
import { linkCommand } from "./link-command.ts";
import { presetsCommand } from "./presets-command.ts";
import { recordCommand } from "./record-command.ts";
import { runCommand } from "./run-command.ts";
import { schemaCommand } from "./schema-command.ts";
import { Interrupted } from "./interruption.ts";

const usage = `Usage: npm run lab -- COMMAND
  run NAME [--backend webgpu|wasm|cpu] [--engine fast|reference] [--seeds 1,2,3] [--dump-batch N] [--out DIR]
      NAME is a preset, a JSON file or a link, of an experiment or a plan
  presets              names the presets
  schema               prints the JSON Schema of experiments and plans
  link encode FILE     prints the link of an experiment or a plan
  link decode LINK|-   prints the JSON that a link holds
  record NAME FILE     runs NAME and writes what the page plays before anything is trained`;

const commands: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  run: runCommand,
  record: recordCommand,
  presets: presetsCommand,
  schema: schemaCommand,
  link: linkCommand,
};

const [name, ...args] = process.argv.slice(2);
process.exitCode = await exitCodeOf(name, args);
// Dawn and the wasm backend keep Node alive; everything is written by now.
await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
process.exit();

async function exitCodeOf(command: string | undefined, rest: string[]): Promise<number> {
  if (command === undefined || command === "help" || command === "--help") {
    process.stdout.write(`${usage}\n`);
    return command === undefined ? 2 : 0;
  }
  const act = Object.hasOwn(commands, command) ? commands[command] : undefined;
  try {
    if (!act) throw new BadInput(`There is no command "${command}"; use one of ${Object.keys(commands).join(", ")}.`);
    await act(rest);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      process.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    process.stderr.write(`${reasonOf(error)}\n`);
    return error instanceof BadInput ? 2 : 1;
  }
}

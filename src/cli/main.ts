/** `npm run lab -- …`: the lab without a page. Exit 0 done, 1 a run failed, 2 bad input, 128 + n ended by signal n after a checkpoint. */
import { BadInput, reasonOf } from "../core/bad-input.ts";
import { answerReading, isReadingThread } from "./caged-reading.ts";
import { dataCommand } from "./given-data.ts";
import { ensembleCommand } from "./ensemble-command.ts";
import { exportCommand } from "./export-command.ts";
import { linkCommand } from "./link-command.ts";
import { didYouMean } from "../core/nearest.ts";
import { presetsCommand } from "./presets-command.ts";
import { recordCommand } from "./record-command.ts";
import { planCommand, runCommand } from "./run-command.ts";
import { schemaCommand } from "./schema-command.ts";
import { Interrupted } from "./interruption.ts";
import { workerCommand, workForParent } from "./worker-process.ts";

const usage = `Usage: npm run lab -- COMMAND
  run NAME [--backend webgpu|wasm|cpu] [--engine fast|reference] [--seeds 1,2,3] [--data FILE|DIR] [--teacher FILE]
      [--dump-batch N] [--out DIR] [--reach PERCENT] [--margin POINTS]
      NAME is a preset, a JSON file or a link, of an experiment or a plan; iterations are counted to PERCENT validation accuracy,
      and a difference that lies wholly within POINTS of 0 (0.5) is none
  plan NAME --out DIR [--jobs N] and the options of run
      the same into DIR, N processes at once; whatever ended it, the same command goes on where it was, with any N
  data FILE|DIR        says what images are there, and how an experiment names them
  ensemble DIR         what the students of each experiment in DIR, as run --out wrote it, answer together
  presets              names the presets, with their seeds and a guess of their time
  schema               prints the JSON Schema of experiments and plans
  link encode NAME     prints the link of an experiment or a plan, which NAME says as for run
  link decode LINK|-   prints the JSON that a link holds
  export pytorch NAME|DIR --out DIR   writes each experiment as a PyTorch program, of a DIR with the rates that were chosen in it
  export bundle DIR --out FILE.zip   packs what run --out or plan --out wrote into one file, which the page opens
  record NAME FILE     runs NAME and writes what the page plays before anything is trained`;

const commands: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  run: runCommand,
  plan: planCommand,
  record: recordCommand,
  data: dataCommand,
  ensemble: ensembleCommand,
  presets: presetsCommand,
  schema: schemaCommand,
  link: linkCommand,
  export: exportCommand,
};

if (isReadingThread) {
  await answerReading();
} else if (process.argv[2] === workerCommand && process.send) {
  await workForParent();
} else {
  const [name, ...args] = process.argv.slice(2);
  process.exitCode = await exitCodeOf(name, args);
  // Dawn and the wasm backend keep Node alive; everything is written by now.
  await new Promise<void>((resolve) => process.stdout.write("", () => resolve()));
  process.exit();
}

async function exitCodeOf(command: string | undefined, rest: string[]): Promise<number> {
  if (command === undefined || command === "help" || [command, ...rest].includes("--help")) {
    (command === undefined ? process.stderr : process.stdout).write(`${usage}\n`);
    return command === undefined ? 2 : 0;
  }
  const act = Object.hasOwn(commands, command) ? commands[command] : undefined;
  try {
    const names = Object.keys(commands);
    if (!act)
      throw new BadInput(`There is no command "${command}" (${names.join(", ")}).${didYouMean(command, names)}`);
    await act(rest);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      say(error.message);
      return error.exitCode;
    }
    say(reasonOf(error));
    return error instanceof BadInput ? 2 : 1;
  }
}

/** One line, whatever a file or an argument that it quotes held: control bytes could move the cursor of a terminal. */
function say(sentence: string): void {
  process.stderr.write(`${sentence.replaceAll(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, " ")}\n`);
}

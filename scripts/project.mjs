// What every script shares: where the project is, and how a script ends.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endChildren } from "./child.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Something the person can mend: one sentence, no stack, exit 2. */
export class Refusal extends Error {}

/** Something that failed although the input was fine: one sentence, exit 1. */
export class Failure extends Error {}

/** @type {(() => void)[]} */
const cleanups = [];

/** Runs `cleanup` when the script ends by Ctrl-C or a request to stop; returns a function that forgets it.
 * @param {() => void} cleanup */
export function onInterrupt(cleanup) {
  cleanups.push(cleanup);
  return () => void cleanups.splice(cleanups.indexOf(cleanup), 1);
}

/** @param {NodeJS.Signals} signal @param {number} code */
function interrupted(signal, code) {
  endChildren(signal);
  for (const cleanup of cleanups) cleanup();
  process.exit(code);
}

const onSigint = () => interrupted("SIGINT", 130);
const onSigterm = () => interrupted("SIGTERM", 143);

/** Runs a script's body with the project's exit codes.
 * @param {() => Promise<void>} body */
export async function script(body) {
  process.on("SIGINT", onSigint);
  process.on("SIGTERM", onSigterm);
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Failure)) throw error;
    console.error(error.message);
    process.exit(error instanceof Refusal ? 2 : 1);
  }
}

/** From here on signals belong to the program that runs in this process. */
export function leaveSignals() {
  process.off("SIGINT", onSigint);
  process.off("SIGTERM", onSigterm);
}

/** The JavaScript file behind a package's command, so that nothing depends on shells or on `.bin`.
 * @param {string} packageName @param {string} command */
export function commandFile(packageName, command) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}

/** Whether what a bundler printed says that the disk is full; it passes the system's words on in its own.
 * @param {string} output */
export const isDiskFull = (output) => /ENOSPC|No space left on device|os error 28/.test(output);

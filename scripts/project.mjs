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

/** 128 and the signal's number, as shells count.
 * @type {[NodeJS.Signals, () => void][]} */
const listeners = [
  ["SIGHUP", () => interrupted("SIGHUP", 129)],
  ["SIGINT", () => interrupted("SIGINT", 130)],
  ["SIGTERM", () => interrupted("SIGTERM", 143)],
];

/** What the person can mend, of what the system may say about a file.
 * @type {Record<string, string>} */
const remedies = {
  EACCES: "may not be written or read: give yourself the right to, or move the project to where you have it",
  EDQUOT: "cannot be written: your share of the disk is full, free some space",
  EIO: "cannot be read or written: the disk failed",
  EISDIR: "is a folder where a file should be: remove it",
  EMFILE: "cannot be opened: too many files are open, close some programs",
  // What Node says too where a folder cannot be made on a disk that is read-only.
  ENOENT: "is missing and cannot be made: restore it, or move the project to where it can be written",
  ENOSPC: "cannot be written: the disk is full, free some space",
  ENOTDIR: "lies under a file where a folder should be: remove that",
  EPERM: "may not be written or read: give yourself the right to, or move the project to where you have it",
  EROFS: "cannot be written: the disk is read-only, move the project to where it can be",
};

/** What the system refused, as one sentence; undefined where it is nothing that a person can mend.
 * @param {unknown} error */
export function refusalOf(error) {
  const { code = "", path, dest } = /** @type {NodeJS.ErrnoException & { dest?: string }} */ (error);
  const remedy = remedies[code];
  return remedy === undefined ? undefined : new Refusal(`${dest ?? path ?? root} ${remedy}, then try again.`);
}

/** Whoever read may have read enough, as in `npm run lab -- presets | head -1`, or be gone with the terminal: no failure.
 * @param {NodeJS.ErrnoException} error */
function onUnwritten(error) {
  if (error.code === "EPIPE" || error.code === "EIO" || error.code === "ERR_STREAM_DESTROYED") return;
  const refusal = refusalOf({ code: error.code, path: "What was to be printed" });
  console.error(refusal?.message ?? `What was to be printed cannot be written: ${error.message}.`);
  process.exit(2);
}

/** Runs a script's body with the project's exit codes.
 * @param {() => Promise<void>} body */
export async function script(body) {
  for (const [signal, listener] of listeners) process.on(signal, listener);
  // With the terminal gone there is nobody to tell; what is under way is still kept.
  process.stderr.on("error", () => {});
  process.stdout.on("error", onUnwritten);
  try {
    await body();
  } catch (thrown) {
    const error = refusalOf(thrown) ?? thrown;
    if (!(error instanceof Refusal || error instanceof Failure)) throw error;
    console.error(error.message);
    process.exit(error instanceof Refusal ? 2 : 1);
  }
}

/** From here on signals belong to the program that runs in this process. */
export function leaveSignals() {
  for (const [signal, listener] of listeners) process.off(signal, listener);
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

// Child processes that end with their parent.
import { spawn } from "node:child_process";

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** For a signal that reached this process alone.
 * @param {NodeJS.Signals} signal */
export function endChildren(signal) {
  for (const child of children) child.kill(signal);
}

/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, output?: "collect" | "stderr" | "inherit" }} RunOptions */

/** Runs a program to its end. `output` is collected, sent to stderr (stdout belongs to someone else) or inherited.
 * @param {string} command @param {string[]} args @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} */
export function run(command, args, { cwd, env, output = "collect" } = {}) {
  const stdio = {
    collect: /** @type {const} */ (["ignore", "pipe", "pipe"]),
    stderr: /** @type {const} */ (["ignore", process.stderr, process.stderr]),
    inherit: /** @type {const} */ (["ignore", "inherit", "inherit"]),
  }[output];
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: [...stdio] });
    children.add(child);
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    const ended = (/** @type {number} */ code) => {
      children.delete(child);
      resolve({ code, output: text });
    };
    child.on("error", (error) => {
      text += `${error.message}\n`;
      ended(127);
    });
    child.on("close", (code) => ended(code ?? 1));
  });
}

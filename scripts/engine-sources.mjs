// A hash of the sources that decide a run's numbers: what every build says of itself, the page and the command line alike.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "./project.mjs";

/** Runs, the backends' kernels, images and teachers, and where an interrupted run goes on. */
const entries = ["plan-run", "backend", "sources", "checkpoint-file"].map((name) => `src/engine/${name}.ts`);

/** Files of ours that a file loads when it runs; what only its types need decides no number.
 * @param {string} file @param {string} text @returns {string[]} */
function loadedBy(file, text) {
  const loads =
    /^\s*import\s+(?!type\b)[^;"]*?"(\.[^"?]+)(?:\?\w+)?"|\bimport\("(\.[^"?]+)(?:\?\w+)?"\)|\bnew URL\(\s*"(\.[^"]+)"/gm;
  return [...text.matchAll(loads)].map(([, ...found]) =>
    posix.join(posix.dirname(file), found.find((path) => path !== undefined) ?? ""),
  );
}

/** The entries and all that they load, in the order of their names.
 * @param {string[]} from @param {(file: string) => Uint8Array} read throws where there is no such file */
export function sourcesBehind(from, read) {
  /** @type {Map<string, Uint8Array>} */
  const sources = new Map();
  const waiting = [...from];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (sources.has(file)) continue;
    const bytes = read(file);
    sources.set(file, bytes);
    if (file.endsWith(".ts")) waiting.push(...loadedBy(file, new TextDecoder().decode(bytes)));
  }
  return [...sources].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Sixteen digits: nobody meets them by chance, and a link has room for them. */
export function engineSources() {
  const hash = createHash("sha256");
  for (const [file, bytes] of sourcesBehind(entries, (path) => readFileSync(join(root, path))))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex").slice(0, 16);
}

// A hash of the sources that decide a run's numbers: what every build says of itself, the page and the command line alike.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { minifySync, transformWithOxc } from "vite";
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

/** Of TypeScript what runs, without comments, types and layout, none of which decides a number; of other files all.
 * @param {string} file @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
async function running(file, bytes) {
  if (!file.endsWith(".ts")) return bytes;
  const options = /** @type {const} */ ({ lang: "ts", target: "esnext", sourcemap: false, tsconfig: false });
  const { code } = await transformWithOxc(new TextDecoder().decode(bytes), file, options);
  const codegen = /** @type {const} */ ({ removeWhitespace: true, legalComments: "none" });
  return new TextEncoder().encode(minifySync(file, code, { compress: false, mangle: false, codegen }).code);
}

/** Sixteen digits: nobody meets them by chance, and a link has room for them. A build that only says the same otherwise has the
 * same, so that its runs go on where another's broke off.
 * @param {(file: string) => Uint8Array} read */
export async function engineSources(read = (file) => readFileSync(join(root, file))) {
  const hash = createHash("sha256");
  for (const [file, source] of sourcesBehind(entries, read)) {
    const bytes = await running(file, source);
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex").slice(0, 16);
}

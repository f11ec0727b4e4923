// npm run lab: the lab without a page. Bundles src/cli when it changed, then runs it in this process, so that
// arguments, stdin, stdout, signals and the exit code are the program's own.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./child.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { install } from "./install.mjs";
import { commandFile, Failure, isDiskFull, leaveSignals, onInterrupt, Refusal, root, script } from "./project.mjs";

const bundles = join(root, "build/lab");
const folders = ["cli", "core", "data", "engine", "kernels", "models", "storage"];
const inputs = [
  "package-lock.json",
  "vite.lab.config.ts",
  "scripts/engine-sources.mjs",
  ...folders.map((folder) => `src/${folder}`),
];

/** The bundle of the sources as they are. Each lives in a folder of its own, so a change never disturbs a long run. */
async function labBundle() {
  const folder = join(bundles, fingerprint(inputs));
  const bundle = join(folder, "main.js");
  if (existsSync(bundle)) return bundle;
  console.error("Building the lab …");
  const unfinished = `${folder}.${process.pid}`;
  const forget = onInterrupt(() => rmSync(unfinished, { recursive: true, force: true }));
  mkdirSync(unfinished, { recursive: true });
  const build = ["build", "--config", "vite.lab.config.ts", "--outDir", unfinished, "--logLevel", "warn"];
  const { code, output } = await run(process.execPath, [commandFile("vite", "vite"), ...build], { cwd: root });
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    if (isDiskFull(output)) throw new Refusal(`The disk that holds ${bundles} is full: free some space.`);
    throw new Failure(`${output}\nThe lab could not be built: see above.`);
  }
  try {
    renameSync(unfinished, folder);
  } catch {
    // Another command built the same sources first.
    rmSync(unfinished, { recursive: true, force: true });
  }
  forget();
  removeOldBundles();
  return bundle;
}

/** Keeps what a run of the last day may still be using. */
function removeOldBundles() {
  const dayAgo = Date.now() - 24 * 3_600_000;
  for (const name of readdirSync(bundles)) {
    const folder = join(bundles, name);
    const entry = statSync(folder, { throwIfNoEntry: false });
    if (entry && entry.mtimeMs < dayAgo) rmSync(folder, { recursive: true, force: true });
  }
}

await script(async () => {
  await install();
  const bundle = await labBundle();
  leaveSignals();
  // npm runs scripts in the project's root; paths are meant from where the person is.
  const from = process.env["INIT_CWD"];
  if (process.env["npm_lifecycle_event"] === "lab" && from && existsSync(from)) process.chdir(from);
  process.argv.splice(1, 1, bundle);
  await import(pathToFileURL(bundle).href);
});

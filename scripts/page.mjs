// Builds the page into dist/ when its sources changed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./child.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { commandFile, Failure, isDiskFull, Refusal, root } from "./project.mjs";

export const pageFolder = join(root, "dist");

const stamp = join(root, "build/page.stamp");
const inputs = [
  "index.html",
  "licences",
  "package-lock.json",
  "public",
  "src",
  "vite.config.ts",
  "vite-formulas.ts",
  "vite-offline.ts",
  "vite-shipped.ts",
  "scripts/engine-sources.mjs",
  "scripts/headers.mjs",
];

/** Proves that dist/ can be written before anything in it is touched. */
function checkWritable() {
  const probe = join(pageFolder, ".probe");
  mkdirSync(dirname(stamp), { recursive: true });
  mkdirSync(pageFolder, { recursive: true });
  writeFileSync(probe, "");
  rmSync(probe);
  rmSync(stamp, { force: true });
}

export async function buildPage() {
  const now = fingerprint(inputs);
  const built = existsSync(join(pageFolder, "index.html")) && existsSync(stamp);
  if (built && readFileSync(stamp, "utf8") === now) return;
  checkWritable();
  console.log("Building the page …");
  const { code, output } = await run(process.execPath, [commandFile("vite", "vite"), "build", "--logLevel", "warn"], {
    cwd: root,
  });
  if (code !== 0 && isDiskFull(output))
    throw new Refusal(`The disk that holds ${pageFolder} is full: free some space, then try again.`);
  if (code !== 0) throw new Failure(`${output}\nThe page could not be built: see above.`);
  process.stderr.write(output);
  writeFileSync(stamp, now);
}

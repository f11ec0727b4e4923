// npm run bench: our training step beside its peers. Bundles bench/ (one file for Node, one page for Chromium), then
// runs it. The file build/bench/bench.js needs no packages: with a dawn.node beside it, it can be carried.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromiumPath } from "./browser.mjs";
import { run } from "./child.mjs";
import { install } from "./install.mjs";
import { commandFile, Failure, root, script } from "./project.mjs";

const bundles = join(root, "build/bench");
const page = join(bundles, "page");

/** @param {string[]} args */
async function build(args) {
  const all = [commandFile("vite", "vite"), "build", "--config", "vite.bench.config.ts", "--logLevel", "warn", ...args];
  const { code, output } = await run(process.execPath, all, { cwd: root });
  if (code !== 0) throw new Failure(`${output}\nThe bench could not be built: see above.`);
}

await script(async () => {
  await install();
  console.error("Building the bench …");
  await build(["--outDir", bundles]);
  await build(["--mode", "page", "--outDir", page]);
  // npm runs scripts in the project's root; paths are meant from where the person is.
  const from = process.env["INIT_CWD"];
  const cwd = process.env["npm_lifecycle_event"] === "bench" && from && existsSync(from) ? from : process.cwd();
  const chromium = chromiumPath();
  const browser = ["--page", page, ...(chromium ? ["--chromium", resolve(chromium)] : [])];
  const args = [join(bundles, "bench.js"), ...browser, ...process.argv.slice(2)];
  const { code } = await run(process.execPath, args, { cwd, output: "inherit" });
  process.exitCode = code;
});

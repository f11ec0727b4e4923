// npm run fuzz -- [--links N] [--files N] [--seed N]: damaged and invented links and files, and what came of them.
import { join } from "node:path";
import { run } from "./child.mjs";
import { install } from "./install.mjs";
import { commandFile, Failure, root, script } from "./project.mjs";

await script(async () => {
  await install();
  console.error("Building the fuzzer …");
  const build = [commandFile("vite", "vite"), "build", "--config", "vite.fuzz.config.ts", "--logLevel", "warn"];
  const { code: built, output } = await run(process.execPath, build, { cwd: root });
  if (built !== 0) throw new Failure(`${output}\nThe fuzzer could not be built: see above.`);
  const args = [join(root, "build/fuzz/fuzz.js"), ...process.argv.slice(2)];
  const { code } = await run(process.execPath, args, { cwd: root, output: "inherit" });
  process.exitCode = code;
});

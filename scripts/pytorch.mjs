// PyTorch, which the exported programs are tested with: installed in CI alone, elsewhere its tests are skipped where it is missing.
import { run } from "./child.mjs";
import { installFromDebian, onDebianAsRoot } from "./debian.mjs";

/** Does nothing where it is there, or where it may not be installed: the tests say that they are skipped. */
export async function installPytorchInCi() {
  if (!process.env["CI"] || !onDebianAsRoot()) return;
  const found = await run("/usr/bin/python3", ["-c", "import numpy, torch"]);
  if (found.code === 0) return;
  const { ok, output } = await installFromDebian(["python3-torch"]);
  if (!ok)
    console.error(`${output}\nDebian's python3-torch could not be installed: tests of PyTorch programs are skipped.`);
}

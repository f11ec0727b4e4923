// Debian's own packages, where they may be installed.
import { existsSync, readFileSync } from "node:fs";
import { run } from "./child.mjs";

export function onDebianAsRoot() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** @param {string[]} packages */
export async function installFromDebian(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  console.log(`Installing ${packages.join(", ")} from Debian …`);
  const update = await run("apt-get", ["update", "-q"], { env });
  const added = await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env });
  return { ok: added.code === 0, output: update.output + added.output };
}

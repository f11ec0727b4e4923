// Installs the locked packages when node_modules does not hold them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./child.mjs";
import { Failure, root } from "./project.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/** @param {string} file @returns {Record<string, LockedPackage>} */
const packagesIn = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

/** Whether npm's own record of node_modules agrees with package-lock.json. Dates would not do: git sets them anew. */
function installed() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const { "": _root, ...locked } = packagesIn(join(root, "package-lock.json"));
  const present = packagesIn(record);
  if (Object.keys(present).some((path) => !(path in locked))) return false;
  return Object.entries(locked).every(([path, { version, integrity, optional, devOptional }]) => {
    const here = present[path];
    // Packages for other platforms are locked but absent.
    if (!here) return optional || devOptional;
    return here.version === version && here.integrity === integrity;
  });
}

/** Everything goes to stderr: stdout may belong to a program that runs next. */
export async function install() {
  if (installed()) return;
  console.error("Installing the packages that package-lock.json names (npm ci; a minute or two) …");
  const npm = process.env["npm_execpath"];
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code } = npm?.endsWith(".js")
    ? await run(process.execPath, [npm, ...args], { cwd: root, output: "stderr" })
    : await run("npm", args, { cwd: root, output: "stderr" });
  if (code !== 0) throw new Failure(`npm ci ended with ${code}: see its message above, then run the command again.`);
}

// node scripts/lock.mjs, after every npm install that changed package-lock.json: adds the optional packages of other
// platforms that npm left out because its registry does not carry them. `npm ci` refuses a lock without them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./project.mjs";

/** @typedef {{ version: string, dev?: boolean, engines?: object, optionalDependencies?: Record<string, string> }} LockedPackage */

const file = join(root, "package-lock.json");
/** @returns {{ packages: Record<string, LockedPackage> }} */
const read = () => JSON.parse(readFileSync(file, "utf8"));

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = ["arm", "arm64", "ia32", "ppc64", "riscv64", "s390x", "x64"];
/** @type {Record<string, string>} */
const libraries = { gnu: "glibc", musl: "musl" };

/** What npm would write, less the hash that only a registry knows. The name says the platform: `binding-linux-x64-gnu`.
 * @param {LockedPackage} owner @param {string} name @param {string} version */
function entryFor(owner, name, version) {
  const [system = "", processor = "", abi = ""] = name.replace(/^.*\/(?:binding-)?/, "").split("-");
  if (!systems.includes(system) || !processors.includes(processor) || !/^[\d.]+$/.test(version))
    throw new Error(`${name}@${version}: which platform is it for? Add it to package-lock.json by hand.`);
  const library = system === "linux" ? libraries[abi] : undefined;
  return {
    version,
    cpu: [processor],
    ...(owner.dev ? { dev: true } : {}),
    ...(owner.engines ? { engines: owner.engines } : {}),
    ...(library ? { libc: [library] } : {}),
    optional: true,
    os: [system],
  };
}

/** @param {Record<string, LockedPackage>} packages */
function missingFrom(packages) {
  return Object.entries(packages).flatMap(([path, owner]) =>
    Object.entries(owner.optionalDependencies ?? {})
      .filter(([name]) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
      .map(([name, version]) => ({ owner, name, version })),
  );
}

/** @returns {Promise<{ ok: boolean, output: string }>} */
export async function lock() {
  const missing = missingFrom(read().packages);
  const names = missing.map(({ name }) => name).join(", ");
  return { ok: names === "", output: `package-lock.json lacks ${names}: run node scripts/lock.mjs` };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const locked = read();
  const added = missingFrom(locked.packages).map(({ owner, name, version }) => [
    `node_modules/${name}`,
    entryFor(owner, name, version),
  ]);
  const all = Object.entries({ ...locked.packages, ...Object.fromEntries(added) });
  const packages = Object.fromEntries(all.toSorted(([a], [b]) => a.localeCompare(b, "en")));
  writeFileSync(file, `${JSON.stringify({ ...locked, packages }, null, 2)}\n`);
  console.log(`${added.length} packages added to package-lock.json`);
}

import { cpus, release, totalmem, type } from "node:os";
import type { Results } from "./results.ts";

/** Put in by `vite.bench.config.ts`, from package.json. */
declare const lockedPackages: { readonly devDependencies: { readonly webgpu: string; readonly "@jax-js/jax": string } };

/** `versions` are those that engines told themselves. */
export function machineFacts(versions: Readonly<Record<string, string>>): Results["machine"] {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${process.arch}`,
    date: new Date().toISOString().slice(0, 10),
    versions: {
      node: process.versions.node,
      dawn: lockedPackages.devDependencies.webgpu,
      "jax-js": lockedPackages.devDependencies["@jax-js/jax"],
      ...versions,
    },
  };
}

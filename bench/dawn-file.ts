/**
 * Stands for the package `webgpu` in the bench's bundle: a file `dawn.node` beside the bundle is enough to carry it to a
 * machine without packages.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type Dawn = Pick<typeof import("webgpu"), "create" | "globals">;

const require = createRequire(import.meta.url);
const carried = fileURLToPath(new URL("dawn.node", import.meta.url));

function load(): Dawn {
  const ofPackage = `../dist/${process.platform}-${process.arch}/dawn.node`;
  const file = existsSync(carried) ? carried : join(require.resolve("webgpu"), ofPackage);
  // oxlint-disable-next-line no-unsafe-type-assertion -- a native addon has no types of its own
  return require(file) as Dawn;
}

export const { create, globals } = load();

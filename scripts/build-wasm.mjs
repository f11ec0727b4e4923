/** Builds the lab's own wasm kernels from their `.as.ts` sources: `node scripts/build-wasm.mjs`. The result is committed. */
import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const project = fileURLToPath(new URL("..", import.meta.url));
const target = join(project, "src/kernels/wasm/kernels.wasm");

/** The module has no memory, no start-up and no data of its own: it lives in tfjs's. */
const options = [
  "-O3",
  "--converge",
  "--noAssert",
  "--runtime",
  "stub",
  "--importMemory",
  "--enable",
  "simd,bulk-memory",
];

export async function buildKernels() {
  const folder = await mkdtemp(join(tmpdir(), "kernels-"));
  const file = join(folder, "kernels.wasm");
  try {
    const given = ["src/kernels/wasm/kernels.as.ts", "--baseDir", project, "--outFile", file, ...options];
    const { error } = await asc.main(given, { stderr: process.stderr });
    if (error) throw error;
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const binary = await buildKernels();
  await writeFile(target, binary);
  process.stdout.write(`${target}: ${binary.length} bytes\n`);
}

/** Builds the lab's own wasm kernels from their `.as.ts` sources: `node scripts/build-wasm.mjs`. The results are committed. */
import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const project = fileURLToPath(new URL("..", import.meta.url));
const folder = join(project, "src/kernels/wasm");

/** The modules have no memory, no start-up and no data of their own: they live in what they are given. */
const options = ["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory"];

/** A memory that threads share needs an upper bound in 64 KiB: all that 32 bits can address. */
const shared = ["--sharedMemory", "--maximumMemory", "65536", "--enable", "simd,bulk-memory,threads"];

/** Each is made of `NAME.as.ts` and becomes `NAME.wasm`. */
export const binaries = [
  { name: "kernels", options: ["--enable", "simd,bulk-memory"] },
  { name: "machine", options: ["--enable", "simd,bulk-memory"] },
  { name: "shared-machine", options: shared },
];

export function committedFile(name) {
  return join(folder, `${name}.wasm`);
}

export async function buildBinary(binary) {
  const temporary = await mkdtemp(join(tmpdir(), "kernels-"));
  const file = join(temporary, "out.wasm");
  try {
    const source = `src/kernels/wasm/${binary.name}.as.ts`;
    const given = [source, "--baseDir", project, "--outFile", file, ...options, ...binary.options];
    let said = "";
    // It also says there how well it optimised; only what is wrong matters.
    const { error } = await asc.main(given, { stderr: { write: (text) => (said += text) } });
    if (error || /WARNING|ERROR/.test(said)) throw new Error(said, { cause: error });
    return await readFile(file);
  } finally {
    await rm(temporary, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const binary of binaries) {
    const bytes = await buildBinary(binary);
    await writeFile(committedFile(binary.name), bytes);
    process.stdout.write(`${committedFile(binary.name)}: ${bytes.length} bytes\n`);
  }
}

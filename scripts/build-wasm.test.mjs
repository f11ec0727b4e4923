import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildKernels } from "./build-wasm.mjs";

const committed = await readFile(fileURLToPath(new URL("../src/kernels/wasm/kernels.wasm", import.meta.url)));

test("the committed kernels are those of the sources", async () => {
  const built = await buildKernels();
  expect(built.equals(committed), "run: node scripts/build-wasm.mjs").toBe(true);
});

test("they keep nothing of their own in tfjs's memory", () => {
  const module = new WebAssembly.Module(new Uint8Array(committed));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  // Section 11 holds data; a module without it writes only where it is told to.
  expect(sectionsOf(committed)).not.toContain(11);
});

/** The numbers of a binary's sections: after 8 bytes of heading, each has a number, a size in LEB128, and that many bytes. */
function sectionsOf(binary) {
  const sections = [];
  for (let at = 8; at < binary.length;) {
    sections.push(binary[at++]);
    let [size, shift] = [0, 0];
    let byte;
    do {
      byte = binary[at++];
      size |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    at += size;
  }
  return sections;
}

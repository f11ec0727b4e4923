import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { binaries, buildBinary, committedFile } from "./build-wasm.mjs";

describe.each(binaries)("$name.wasm", (binary) => {
  test("is what its sources make", async () => {
    const [built, committed] = [await buildBinary(binary), await readFile(committedFile(binary.name))];
    expect(built.equals(committed), "run: node scripts/build-wasm.mjs").toBe(true);
  });

  test("keeps nothing of its own in the memory that it is given", async () => {
    const committed = await readFile(committedFile(binary.name));
    const module = new WebAssembly.Module(new Uint8Array(committed));
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    // Section 11 holds data; a module without it writes only where it is told to.
    expect(sectionsOf(committed)).not.toContain(11);
  });
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

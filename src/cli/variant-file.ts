import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { VariantMemory } from "../engine/variant-choice.ts";

/** Tables in a file. One that cannot be read or written costs the next run two seconds, and is no reason to fail. */
export function variantFile(path: string): VariantMemory {
  return {
    read: () => readFile(path, "utf8").catch(() => null),
    write: async (text) => {
      try {
        mkdirSync(dirname(path), { recursive: true });
        // Processes that write at once each leave a whole file.
        const part = `${path}.${process.pid}`;
        writeFileSync(part, text);
        renameSync(part, path);
      } catch {
        // A folder that nobody may write to.
      }
    },
  };
}

/** A file or a folder of the disk as the importers take it. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { BadInput } from "../core/bad-input.ts";
import { usualLimits } from "../data/import/budget.ts";
import { faulty } from "../data/import/damage.ts";
import type { SourceFile } from "../data/import/files.ts";
import { emptyFolder } from "../data/import/files.ts";
import { systemReason } from "./system-reason.ts";

/** `name` is the last part of the path, and begins the path of each file. Links to folders are not followed. */
export function imageFilesAt(path: string): { readonly name: string; readonly files: readonly SourceFile[] } {
  const whole = resolve(path);
  const name = basename(whole) || "files";
  try {
    if (!statSync(whole).isDirectory()) return { name, files: [fileAt(whole, name)] };
    return { name, files: [...filesBelow(whole, name)] };
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${path} cannot be read: ${systemReason(error)}; name a file of images, or a folder of them.`);
  }
}

function* filesBelow(folder: string, name: string): Generator<SourceFile, void> {
  const waiting = [{ folder, name }];
  const seen = new Set<string>();
  // Links are followed, each folder once, so that a loop of them ends.
  const isNew = (path: string) => {
    const { size } = seen;
    return seen.add(realpathSync(path)).size > size;
  };
  isNew(folder);
  let count = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const entries = readdirSync(next.folder, { withFileTypes: true });
    if (entries.length === 0) yield emptyFolder(next.name);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = { folder: join(next.folder, entry.name), name: `${next.name}/${entry.name}` };
      count += 1;
      if (count > usualLimits.files)
        throw faulty(name, null, { kind: "limit", what: "files", most: usualLimits.files, found: count });
      const there = statSync(inner.folder, { throwIfNoEntry: false });
      if (there?.isDirectory() && isNew(inner.folder)) waiting.push(inner);
      else if (there?.isFile()) yield fileAt(inner.folder, inner.name);
    }
  }
}

function fileAt(path: string, name: string): SourceFile {
  return {
    path: name,
    bytes: statSync(path).size,
    read: async () => {
      try {
        const bytes = await readFile(path);
        return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      } catch (error) {
        throw new BadInput(`${path} cannot be read: ${systemReason(error)}.`);
      }
    },
  };
}

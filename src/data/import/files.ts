import type { Split } from "../../core/images.ts";

/** Files as readers take them: from a disk, a drop on the page or an archive. */
export interface SourceFile {
  /** With / between folders; an archive counts as a folder. */
  readonly path: string;
  readonly bytes: number;
  readonly read: () => Promise<Uint8Array>;
  /** Where it need not be read whole, as a browser's file: a part of it. */
  readonly range?: RangedFile["range"];
}

/** A file of which parts are read, from a disk, a memory or over a network. */
export interface RangedFile {
  readonly path: string;
  readonly bytes: number;
  /** Bytes `from` up to `to`; those up to `ahead` will be asked for next. */
  readonly range: (from: number, to: number, ahead: number) => Promise<Uint8Array>;
}

export function inMemory(path: string, bytes: Uint8Array): RangedFile {
  return { path, bytes: bytes.length, range: async (from, to) => bytes.subarray(from, to) };
}

/** A folder that may be empty, as a class that somebody meant to fill. Its path ends with a slash. */
export function emptyFolder(path: string): SourceFile {
  return { path: `${path}/`, bytes: 0, read: () => Promise.resolve(new Uint8Array(0)) };
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folders above a file, the nearest last. */
export function foldersOf(path: string): string[] {
  return path.split("/").slice(0, -1);
}

/** As sets name their parts: `test_batch.bin`, `t10k-images…`, `x_val`, `train-00000-of-00001.parquet`, `valid/cat/1.png`. */
export function splitIn(name: string): Split | null {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const has = (pattern: RegExp) => words.some((word) => pattern.test(word));
  if (has(/^(?:test|testing|t10k)$/)) return "test";
  if (has(/^(?:val|valid|validation|dev)$/)) return "validation";
  return has(/^(?:train|training|data)$/) ? "training" : null;
}

/** What a folder of shards says about itself: `manifest.json`, made by `scripts/build-data.mjs`. */
import { BadInput } from "../core/bad-input.ts";

/** A gzipped file of labels `[count]`, then pixels `[count, height, width, channels]`. */
export interface Shard {
  readonly file: string;
  readonly count: number;
  /** Length of the file. */
  readonly bytes: number;
  /** Of the file, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** Of what is inside, for servers that unpack `.gz` files on the way. */
  readonly contentsSha256: string;
}

export interface Manifest {
  readonly classes: readonly string[];
  readonly imageSize: readonly [height: number, width: number, channels: number];
  readonly training: readonly Shard[];
  readonly test: readonly Shard[];
}

/** Throws `BadInput` naming `path` when the bytes are no such manifest. */
export function manifestOf(bytes: Uint8Array, path: string): Manifest {
  const found = parsed(bytes);
  const { classes, imageSize, shards } = toRecord(found);
  const { training, test } = toRecord(shards);
  const fault = (key: string) => new BadInput({ code: "file-damaged", path, fault: { kind: "manifest", key } });
  if (!isListOf(classes, isText) || classes.length === 0) throw fault("classes");
  if (!isImageSize(imageSize)) throw fault("imageSize");
  if (!isListOf(training, isShard) || training.length === 0) throw fault("shards.training");
  if (!isListOf(test, isShard) || test.length === 0) throw fault("shards.test");
  return { classes, imageSize, training, test };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isImageSize(value: unknown): value is [number, number, number] {
  return isListOf(value, isCount) && value.length === 3;
}

/** A file's name has no slash, so that a manifest cannot point out of its folder. */
function isShard(value: unknown): value is Shard {
  const { file, count, bytes, sha256, contentsSha256 } = toRecord(value);
  return (
    isText(file) &&
    /^[\w-][\w.-]*$/.test(file) &&
    isCount(count) &&
    isCount(bytes) &&
    isHash(sha256) &&
    isHash(contentsSha256)
  );
}

function isHash(value: unknown): boolean {
  return isText(value) && /^[0-9a-f]{64}$/.test(value);
}

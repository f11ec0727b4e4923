/** Messages with something wrong in them, at every place where something can be. */
import { expect } from "vitest";
import type { ReadMessage } from "../core/message-reader.ts";

type Path = readonly string[];

/** Where a message may say less. */
const free = /\.(?:methodLoss|copied|sources|variants|subset|before|remedy|convention|matching|sweep)$/;
/** Whose keys are anybody's. */
const tables = ["distance", "pairLoss", "parts", "weights"];

/** With each of its settings left out, and with each of its values of another kind, the message is nobody's. */
export function expectNoDamage(read: ReadMessage<object>, message: { readonly type: string }): void {
  for (const path of pathsIn(message, [])) {
    const name = `${message.type}.${path.join(".")}`;
    const isEntry = /^\d+$/.test(path.at(-1)!) || tables.includes(path.at(-2) ?? "");
    if (!isEntry && !free.test(name))
      expect(read(changedAt(message, path, () => undefined)), `${name} left out`).toBeNull();
    // No message has a function's place, so no setting takes one for what it wants.
    expect(read(changedAt(message, path, () => () => {})), `${name} of another kind`).toBeNull();
  }
}

/** Of all values within, those of typed arrays, blobs and problems aside. */
function* pathsIn(value: unknown, path: Path): Generator<Path, void> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Blob) return;
  if (path.at(-1) === "problem") return;
  const entries = value instanceof Map ? value : Object.entries(value);
  for (const [key, inner] of entries) yield* pathsIn(inner, [...path, String(key)]);
}

/** Where `change` gives undefined, the place is left out. */
export function changedAt(value: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (value instanceof Map) {
    return new Map([...value].map(([name, inner]) => [name, name === key ? changedAt(inner, rest, change) : inner]));
  }
  const inner = changedAt((value as Record<string, unknown>)[key], rest, change);
  if (Array.isArray(value)) return value.with(Number(key), inner);
  const { [key]: _, ...others } = value as Record<string, unknown>;
  return inner === undefined ? others : { ...others, [key]: inner };
}

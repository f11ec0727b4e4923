/** Names of classes that lie beside the images: `batches.meta.txt`, `fine_label_names.txt`, `labels.json`. */
import type { Budget } from "./budget.ts";
import { nameOf } from "./files.ts";

const longestName = 80;

export function isNamesFile(path: string): boolean {
  const name = nameOf(path);
  return (
    /^(?:batches\.meta|labels?|classes|.*(?:label|class)_names)\.txt$/i.test(name) ||
    /^(?:labels|classes)\.json$/i.test(name)
  );
}

/** One name a line, or JSON: a list, or an object whose `classes` are one. Null where it is neither. */
export function namesIn(path: string, bytes: Uint8Array, budget: Budget): readonly string[] | null {
  const text = new TextDecoder().decode(bytes.subarray(0, 2 ** 20));
  const names = /\.json$/i.test(path) ? jsonNames(text) : text.split(/\r?\n/).map((line) => line.trim());
  const whole = names?.filter((name) => name !== "") ?? [];
  const fits = whole.length >= 2 && whole.length <= budget.limits.classes;
  return fits && whole.every((name) => name.length <= longestName && !/\p{C}/u.test(name)) ? whole : null;
}

function jsonNames(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    const list: unknown = typeof value === "object" && value !== null && "classes" in value ? value.classes : value;
    return Array.isArray(list) && list.every((name) => typeof name === "string") ? list : null;
  } catch {
    return null;
  }
}

/** Values as Python writes them. */

export type Literal = null | boolean | number | string | readonly Literal[] | { readonly [key: string]: Literal };

/** On one line. A list becomes a tuple. */
export function pythonLiteral(value: Literal): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  // JSON's escapes are Python's too.
  if (typeof value === "number" || typeof value === "string") return JSON.stringify(value);
  if (isList(value)) {
    const items = value.map(pythonLiteral);
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
  }
  return `{${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${pythonLiteral(inner)}`)
    .join(", ")}}`;
}

/** An object with an entry a line, so that it can be read. */
export function pythonEntries(value: { readonly [key: string]: Literal }): string {
  const lines = Object.entries(value).map(([key, inner]) => `    ${JSON.stringify(key)}: ${pythonLiteral(inner)},\n`);
  return `{\n${lines.join("")}}`;
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

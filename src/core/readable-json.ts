/**
 * Small JSON as text that a person can read and change in an address: `seeds=(4,5);task.rate=0.05`.
 * A path of names, or of indices from 0 where it goes through a list of objects, and what is there: a number, a word, true, false,
 * null, a list of these in brackets, or nothing for an object without settings.
 */
import type { Json } from "./canonical.ts";

const scalar =
  /^(?:true|false|null|-?(?:0|[1-9]\d{0,20})(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?|[A-Za-z][A-Za-z0-9-]{0,63})$/;
const entry = /^([A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){0,9})=(\([^()]*\)|[^()]*)$/;
const literals: ReadonlyMap<string, Json> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** What the text of a link in this form may be made of. */
export const readableCharacters = "A-Za-z0-9.=;,()+-";

/** Null where this form cannot say it. */
export function readableJson(value: Json): string | null {
  const entries: string[] = [];
  try {
    collect(value, [], entries);
  } catch (error) {
    if (error instanceof NotReadable) return null;
    throw error;
  }
  return entries.join(";");
}

/** Throws a `SyntaxError` where the text says no one thing. */
export function readJson(text: string): Json {
  const root: Branch = new Map();
  for (const each of text === "" ? [] : text.split(";")) {
    const found = entry.exec(each);
    if (!found) throw new SyntaxError(`"${each}" is not a name and a value`);
    const names = found[1]!.split(".");
    const last = names.pop()!;
    const branch = names.reduce(branchAt, root);
    if (branch.has(last)) throw new SyntaxError(`"${each}" says again what has been said`);
    branch.set(last, found[2] === "" ? new Map() : valueIn(found[2]!));
  }
  return grown(root);
}

type Branch = Map<string, Branch | Json>;
type Scalar = Exclude<Json, object>;

class NotReadable extends Error {}

function collect(value: Json, path: readonly string[], entries: string[]): void {
  const isList = Array.isArray(value);
  if (isList && value.every((each) => typeof each !== "object" || each === null)) {
    entries.push(`${said(path)}=(${value.map(wordOf).join(",")})`);
  } else if (typeof value === "object" && value !== null) {
    const inner = Object.entries(value);
    // An object whose names are indices would come back as a list.
    if (!isList && inner.some(([name]) => /^\d+$/.test(name))) throw new NotReadable();
    if (inner.length === 0 && path.length > 0) entries.push(`${said(path)}=`);
    for (const [name, each] of inner) collect(each, [...path, name], entries);
  } else {
    entries.push(`${said(path)}=${wordOf(value)}`);
  }
}

function said(path: readonly string[]): string {
  const text = path.join(".");
  if (path.some((name) => name.includes(".")) || !entry.test(`${text}=`)) throw new NotReadable();
  return text;
}

function wordOf(value: Scalar): string {
  const text = String(value);
  if (!scalar.test(text) || (typeof value === "string" && scalarIn(text) !== value)) throw new NotReadable();
  return text;
}

function valueIn(text: string): Json {
  if (!text.startsWith("(")) return scalarIn(text);
  const inner = text.slice(1, -1);
  return inner === "" ? [] : inner.split(",").map(scalarIn);
}

function scalarIn(text: string): Json {
  if (!scalar.test(text)) throw new SyntaxError(`"${text}" is not a value`);
  if (literals.has(text)) return literals.get(text)!;
  return /^[-\d]/.test(text) ? Number(text) : text;
}

function branchAt(branch: Branch, name: string): Branch {
  const there = branch.get(name);
  if (there instanceof Map) return there;
  if (there !== undefined) throw new SyntaxError(`"${name}" is a value already`);
  const next: Branch = new Map();
  branch.set(name, next);
  return next;
}

function grown(branch: Branch): Json {
  const entries = [...branch].map(([name, inner]): [string, Json] => [
    name,
    inner instanceof Map ? grown(inner) : inner,
  ]);
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

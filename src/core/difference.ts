/** Documents as differences from a default, and back. Objects are compared key by key; anything else as a whole. */
import type { Json } from "./canonical.ts";
import { canonicalJson } from "./canonical.ts";

type JsonObject = { readonly [key: string]: Json };

/** Settings that may be left out and are never null: in a difference null says that one is left out. */
const leftOut: ReadonlySet<string> = new Set(["subset", "channels", "before", "classifier"]);

/** What of `value` is not as in `base`; undefined where nothing differs. */
export function differenceOf(value: Json, base: Json): Json | undefined {
  if (!isObject(value) || !isObject(base) || isOtherKind(value, base)) {
    return canonicalJson(value) === canonicalJson(base) ? undefined : value;
  }
  const changed = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const change = Object.hasOwn(base, key) ? differenceOf(inner, base[key]!) : inner;
    return change === undefined ? [] : [[key, change]];
  });
  const absent = Object.keys(base).filter((key) => leftOut.has(key) && !Object.hasOwn(value, key));
  changed.push(...absent.map((key): [string, Json] => [key, null]));
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** `base` with a difference laid over it; `applied(differenceOf(v, base), base)` is `v` for every `v` of base's keys, or without those of `leftOut`. */
export function applied(difference: Json | undefined, base: Json): Json {
  if (difference === undefined) return base;
  if (!isObject(difference) || !isObject(base) || isOtherKind(difference, base)) return difference;
  const entries = Object.entries(difference).map(([key, inner]): [string, Json] => [
    key,
    applied(inner, Object.hasOwn(base, key) ? base[key]! : inner),
  ]);
  const both = Object.entries({ ...base, ...Object.fromEntries(entries) });
  return Object.fromEntries(both.filter(([key, inner]) => inner !== null || !leftOut.has(key)));
}

/** Two variants of a union share no meaning, so a variant that changed is kept whole. */
function isOtherKind(value: JsonObject, base: JsonObject): boolean {
  return "kind" in value && value["kind"] !== base["kind"];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

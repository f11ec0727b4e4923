/** Damage to JSON values: what a person or an attacker may write where the lab expects something of its own. */
import fc from "fast-check";
import type { Json } from "../../core/canonical.ts";
import { fraction } from "./fraction.ts";

const strange: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(0, -1, 1, 0.5, 2 ** 31, 2 ** 53, 1e308, -1e-308, 1e21),
  fc.integer({ min: -5, max: 5000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom<Json>(null, true, false, "", "none", "fsp", "resnet", "a".repeat(5000), "<b>&\u0000\u202e", [], {}),
  fc.string({ maxLength: 40 }),
  fc.integer({ min: 0, max: 300 }).map((n): Json => Array.from({ length: n }, (_, i) => i)),
  fc.constantFrom<Json>(
    { kind: "custom", stem: 1024, sections: [] },
    { kind: "none" },
    { kind: "shapes" },
    { kind: "recipe" },
  ),
);

const names = fc.constantFrom(
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "kind",
  "version",
  "seed",
  "schedule",
  "x",
);

const jsonDamage = fc.record({
  /** Which of all values in the tree, as a fraction. */
  where: fraction,
  act: fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("put" as const), value: strange }) },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("scale" as const), by: fc.constantFrom(0.5, 2, -1, 10, 1000, 1.0001) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("nest" as const), depth: fc.integer({ min: 1, max: 2000 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("add" as const), name: names, value: strange }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("double" as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("take" as const), from: fraction }),
    },
  ),
});
export type JsonDamage = typeof jsonDamage extends fc.Arbitrary<infer T> ? T : never;

export const jsonDamages: fc.Arbitrary<JsonDamage[]> = fc.array(jsonDamage, { minLength: 1, maxLength: 4 });

type Path = readonly (string | number)[];

export function damagedJson(value: Json, damages: readonly JsonDamage[]): Json {
  return damages.reduce(damagedOnce, value);
}

function damagedOnce(value: Json, { where, act }: JsonDamage): Json {
  const paths = [...pathsIn(value, [])];
  const path = paths[Math.floor(where * paths.length)]!;
  return changed(value, path, (old) => {
    switch (act.kind) {
      case "put":
        return act.value;
      case "scale":
        return typeof old === "number" ? old * act.by : old;
      case "nest":
        return nested(act.depth);
      case "remove":
        return undefined;
      case "add":
        // Own, as `JSON.parse` makes it: a plain assignment would set the prototype.
        return isObject(old) ? Object.fromEntries([...Object.entries(old), [act.name, act.value]]) : old;
      case "double":
        return Array.isArray(old) ? [...(old as Json[]), ...(old as Json[])] : old;
      case "take":
        return at(value, paths[Math.floor(act.from * paths.length)]!);
      default:
        return act satisfies never;
    }
  });
}

/** Deep ones have no more paths than anybody could tell apart. */
const deepest = 60;

function* pathsIn(value: Json, path: Path): Generator<Path, void> {
  yield path;
  if (typeof value !== "object" || value === null || path.length > deepest) return;
  for (const [key, inner] of Object.entries(value)) yield* pathsIn(inner, [...path, key]);
}

function at(value: Json, path: Path): Json {
  return path.reduce<Json>((inner, key) => (inner as Record<string, Json>)[key] ?? null, value);
}

function changed(value: Json, path: Path, change: (old: Json) => Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value) ?? null;
  const entries = Object.entries(value as object).flatMap(([name, inner]): [string, Json][] => {
    if (name !== String(key)) return [[name, inner as Json]];
    if (rest.length > 0) return [[name, changed(inner as Json, rest, change)]];
    const next = change(inner as Json);
    return next === undefined ? [] : [[name, next]];
  });
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function nested(depth: number): Json {
  let value: Json = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { inner: value };
  return value;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Settings of a document that no schema names, mostly for a slip of the pen: all of them, with what was probably meant. */
import * as v from "valibot";
import { nearest } from "./nearest.ts";

export interface UnknownSetting {
  /** Its place in the document. */
  readonly path: string;
  /** A setting that its place has, and the document has not; null where none is near. */
  readonly meant: string | null;
}

/** So many are enough to see what is wrong. */
const mostUnknown = 16;
/** Of a list; none that is allowed is longer and has settings in it. */
const mostItems = 64;

export function unknownSettings(schema: v.GenericSchema, value: unknown): UnknownSetting[] {
  const found: UnknownSetting[] = [];
  for (const unknown of unknownIn(schema, value, "")) {
    found.push(unknown);
    if (found.length === mostUnknown) break;
  }
  return found;
}

type Entries = Readonly<Record<string, v.GenericSchema>>;

function* unknownIn(schema: v.GenericSchema, value: unknown, at: string): Generator<UnknownSetting, void> {
  if (typeof value !== "object" || value === null) return;
  const parts = partsOf(schema);
  if (parts.item && Array.isArray(value)) {
    for (const [index, item] of value.slice(0, mostItems).entries())
      yield* unknownIn(parts.item, item, `${at}${index}.`);
  }
  if (parts.wrapped) yield* unknownIn(parts.wrapped, value, at);
  const kind = "kind" in value ? value.kind : undefined;
  const chosen = parts.options?.find((option) => literalOf(partsOf(option).entries?.["kind"]) === kind);
  if (chosen) yield* unknownIn(chosen, value, at);
  if (parts.entries && !Array.isArray(value)) yield* unknownAmong(parts.entries, value, at);
}

function* unknownAmong(entries: Entries, value: object, at: string): Generator<UnknownSetting, void> {
  const missing = Object.keys(entries).filter((name) => !Object.hasOwn(value, name));
  for (const [name, inner] of Object.entries(value)) {
    const schema = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (schema) yield* unknownIn(schema, inner, `${at}${name}.`);
    else yield { path: `${at}${name}`, meant: nearest(name, missing) };
  }
}

interface Parts {
  /** Of an object. */
  readonly entries?: Entries;
  /** Of an object that has a kind. */
  readonly options?: readonly v.GenericSchema[];
  readonly item?: v.GenericSchema;
  /** What may be left out or null. */
  readonly wrapped?: v.GenericSchema;
}

/** What a schema is made of. */
function partsOf(schema: v.GenericSchema): Parts {
  // oxlint-disable-next-line no-unsafe-type-assertion -- valibot's schemas have these, and its general type names none
  return schema as Parts;
}

function literalOf(schema: v.GenericSchema | undefined): unknown {
  return schema && "literal" in schema ? schema.literal : null;
}

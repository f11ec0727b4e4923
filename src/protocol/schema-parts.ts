/** What the schemas of messages are made of. */
import * as v from "valibot";
import { backendKinds, engineKinds } from "../core/backend-kind.ts";
import { experimentSchema, planSchema, type Document } from "../core/experiment.ts";
import { count } from "../core/schema-parts.ts";
import type { StorageTroubleCode } from "../core/storage-trouble.ts";

/** Any number, those that are not finite among them. */
export const real = v.custom<number>((value) => typeof value === "number");
export const texts = v.array(v.string());

export const floats = v.instance(Float32Array);
export const bytes = v.custom<Uint8Array<ArrayBuffer>>(
  (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer,
);
/** Whose memory may be shared between threads. */
export const anyBytes = v.instance(Uint8Array);

export const shape = v.tuple([count, count]);

export const askedEngine = { engine: v.picklist(engineKinds), base: v.string() };
export const backendKind = v.picklist(backendKinds);

export const documentSchema = v.variant("kind", [experimentSchema, planSchema]) satisfies v.GenericSchema<
  unknown,
  Document
>;

const troubleCodes = {
  none: null,
  newer: null,
  blocked: null,
  full: null,
  gone: null,
  failed: null,
} satisfies Record<StorageTroubleCode, null>;
export const troubleCode = v.picklist(keysOf(troubleCodes));

/** So that a list of a union's members is complete: the compiler asks for each of them. */
export function keysOf<Key extends string>(all: Readonly<Record<Key, null>>): Key[] {
  // oxlint-disable-next-line no-unsafe-type-assertion -- it is written out where it is called, and has no others
  return Object.keys(all) as Key[];
}

/** What the schemas of messages are made of. */
import * as v from "valibot";
import { backendKinds, engineKinds } from "../core/backend-kind.ts";
import { experimentSchema, planSchema, type Document } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import { sentenceOf, type Problem } from "../core/problem.ts";
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
/** `[height, width, channels]`. */
export const imageSize = v.tuple([count, count, count]);

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

/** One that can be put into words. */
export const problemSchema = v.custom<Problem>(isProblem);

function isProblem(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("code" in value)) return false;
  try {
    // oxlint-disable-next-line no-unsafe-type-assertion -- what is no problem has no sentence, or breaks on the way to it
    return typeof sentenceOf(value as Problem) === "string";
  } catch {
    return false;
  }
}

const split = v.object({ pixels: anyBytes, labels: anyBytes });

/** Its pixels are as many as its labels and its size say. */
export const imageSetSchema = v.pipe(
  v.object({ classes: texts, size: imageSize, training: split, validation: split, test: split }),
  v.check(({ size: [height, width, channels], training, validation, test }) =>
    [training, validation, test].every(
      ({ pixels, labels }) => pixels.length === labels.length * height * width * channels,
    ),
  ),
) satisfies v.GenericSchema<ImageSet>;

/** So that a list of a union's members is complete: the compiler asks for each of them. */
export function keysOf<Key extends string>(all: Readonly<Record<Key, null>>): Key[] {
  // oxlint-disable-next-line no-unsafe-type-assertion -- it is written out where it is called, and has no others
  return Object.keys(all) as Key[];
}

/** One press of Train as it is kept: what was trained, how far it came, where it can go on. */
import * as v from "valibot";
import { BadInput } from "../core/bad-input.ts";
import { toKeptDocument } from "../core/document.ts";
import type { Document } from "../core/experiment.ts";
import { environmentSchema, runKeySchema, stageSchema } from "../core/report-schema.ts";
import type { RunEnd } from "../core/run-end.ts";
import { brokenNoteSchema, type BrokenNote } from "./broken-note.ts";
import { runEndSchema } from "../core/run-end-schema.ts";
import { timeSchema } from "./time-schema.ts";
import { count } from "../core/schema-parts.ts";

const checkpointSchema = v.object({
  slot: v.picklist([0, 1]),
  /** So many chunks of metrics lie before it. */
  chunks: count,
  /** Of its bytes. */
  sha256: v.string(),
  run: runKeySchema,
  /** Where in the run it stands; stage 0 is its teacher's training. */
  stage: stageSchema,
  step: count,
  /** So many runs had ended before it. */
  ends: v.exactOptional(count),
});
export type CheckpointNote = v.InferOutput<typeof checkpointSchema>;

const recordSchema = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  document: v.unknown(),
  /** Milliseconds since 1970. */
  begunAt: timeSchema,
  changedAt: timeSchema,
  /** What it was trained on; null before the engine was there. */
  environment: v.nullable(environmentSchema),
  /** "training" where nobody trains any more: it was interrupted, and can go on. */
  status: v.picklist(["training", "finished", "failed", "left"]),
  chunks: count,
  /** The newest first. */
  checkpoints: v.pipe(v.array(checkpointSchema), v.maxLength(2)),
  /** Test accuracy of the last weights of the runs that ended, fractions. */
  results: v.array(v.object({ run: runKeySchema, accuracy: v.number() })),
  // Later than version 1's first records.
  /** The runs to make, in their order; others of the plan are skipped. Left out: all, as the plan lists them. */
  order: v.exactOptional(v.array(runKeySchema)),
  /** Runs and trials that have ended, in the order in which they did; an older lab did not write them down. */
  ends: v.exactOptional(v.array(runEndSchema)),
  /** The last run whose numbers stopped being finite. */
  broken: v.exactOptional(brokenNoteSchema),
});

export type TrainingRecord = Omit<v.InferOutput<typeof recordSchema>, "document" | "ends" | "broken"> & {
  readonly document: Document;
  readonly ends?: readonly RunEnd[];
  readonly broken?: BrokenNote;
};

/** Null where this is not a record, not one of this version, or of a document that this lab does not read. */
export function trainingIn(value: unknown): TrainingRecord | null {
  const found = v.safeParse(recordSchema, value);
  if (!found.success) return null;
  const document = documentIn(found.output.document);
  return document && { ...found.output, document };
}

export function documentIn(value: unknown): Document | null {
  try {
    return toKeptDocument(value);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

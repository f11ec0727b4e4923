/** What a training's record says of its last run whose numbers stopped being finite. */
import * as v from "valibot";
import type { BrokenLayer } from "../core/divergence.ts";
import { brokenLayerSchema } from "../core/broken-layer-schema.ts";
import { runKeySchema, stageSchema } from "../core/report-schema.ts";
import { count } from "../core/schema-parts.ts";

export const brokenNoteSchema = v.object({
  run: runKeySchema,
  stage: stageSchema,
  /** So many iterations of the stage ended with finite weights. */
  sound: count,
  /** Of the checkpoint there. */
  sha256: v.string(),
  /** Null where none could be named, or as long as it is searched for. */
  layer: v.nullable(brokenLayerSchema),
  /** To its end. */
  isSearched: v.boolean(),
  /** Whether the page offers by itself to go on slower. */
  isOffered: v.boolean(),
});
export type BrokenNote = Readonly<Omit<v.InferOutput<typeof brokenNoteSchema>, "layer">> & {
  readonly layer: BrokenLayer | null;
};

/** What a training's record says of its last run whose numbers stopped being finite. */
import * as v from "valibot";
import type { BrokenLayer } from "../core/divergence.ts";
import { passes } from "../core/divergence.ts";
import type { Parameter } from "../core/network.ts";
import { runKeySchema } from "../core/report-schema.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const roles = ["kernel", "bias", "gamma", "beta", "mean", "variance"] as const satisfies readonly Parameter["role"][];

const layerSchema = v.object({
  pass: v.picklist(passes),
  layer: v.string(),
  parameter: v.nullable(v.picklist(roles)),
  step: count,
  range: v.nullable(v.tuple([v.number(), v.number()])),
}) satisfies v.GenericSchema<unknown, BrokenLayer>;

export const brokenNoteSchema = v.object({
  run: runKeySchema,
  stage: v.picklist([0, 1, 2]),
  /** So many iterations of the stage ended with finite weights. */
  sound: count,
  /** Of the checkpoint there. */
  sha256: v.string(),
  /** Null where none could be named, or as long as it is searched for. */
  layer: v.nullable(layerSchema),
  /** To its end. */
  isSearched: v.boolean(),
  /** Whether the page offers by itself to go on slower. */
  isOffered: v.boolean(),
});
export type BrokenNote = Readonly<Omit<v.InferOutput<typeof brokenNoteSchema>, "layer">> & {
  readonly layer: BrokenLayer | null;
};

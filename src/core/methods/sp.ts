/** Similarity-preserving: images that are alike to the teacher are alike to the student (Tung and Mori 2019). */
import * as v from "valibot";
import { between } from "../schema-parts.ts";
import { layerChoices } from "./layers.ts";

export const spSchema = v.strictObject({
  kind: v.literal("sp"),
  layers: v.picklist(layerChoices),
  /** Of each layer's loss, beside the labels' 1. */
  gamma: between(0, 1e6),
});

export const usualSp: v.InferOutput<typeof spSchema> = { kind: "sp", layers: "last", gamma: 3000 };

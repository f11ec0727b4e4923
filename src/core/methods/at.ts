/** Attention transfer: where the student looks is where the teacher looks (Zagoruyko and Komodakis 2017). */
import * as v from "valibot";
import { between } from "../schema-parts.ts";
import { layerChoices } from "./layers.ts";

export const atSchema = v.strictObject({
  kind: v.literal("at"),
  layers: v.picklist(layerChoices),
  /** Of each layer's loss, beside the labels' 1. */
  beta: between(0, 1e6),
});

export const usualAt: v.InferOutput<typeof atSchema> = { kind: "at", layers: "all", beta: 1000 };

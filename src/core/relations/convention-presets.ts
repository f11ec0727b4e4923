import { canonicalJson } from "../canonical.ts";
import type { FirstTap } from "../pairs.ts";
import type { Convention, StageCount } from "./convention.ts";
import { paperConvention } from "./convention.ts";

export const conventionPresetNames = ["paper", "RepDistiller", "torchdistill", "KD-Zoo", "KD_methods_with_TF"] as const;
export type ConventionPreset = (typeof conventionPresetNames)[number];

/**
 * What each implementation does with a residual network. RepDistiller and KD-Zoo go from the stem through the sections'
 * outputs, which here is a section's input to its last layer. torchdistill's sample starts at a section's second block,
 * which a ResNet-8 lacks: here at the section's first layer, where the maps agree in size as they do there. All five learn
 * the matrices first and the task alone behind that; the one loss of both is how others use FSP (TextBrewer, for one).
 */
export const conventionPresets: Readonly<
  Record<
    ConventionPreset,
    { readonly firstTap: FirstTap; readonly convention: Convention; readonly stages: StageCount }
  >
> = {
  paper: { firstTap: "section-input", convention: paperConvention, stages: "two" },
  RepDistiller: {
    firstTap: "section-input",
    convention: { ...paperConvention, pool: "avg", reduction: "mean" },
    stages: "two",
  },
  torchdistill: {
    firstTap: "first-layer",
    convention: { ...paperConvention, reduction: "column-norms" },
    stages: "two",
  },
  "KD-Zoo": {
    firstTap: "section-input",
    convention: { ...paperConvention, pool: "avg", reduction: "mean", total: "mean" },
    stages: "two",
  },
  KD_methods_with_TF: {
    firstTap: "section-input",
    convention: { ...paperConvention, pairs: "across", reduction: "half-per-thousand" },
    stages: "two",
  },
};

/** The preset whose settings these are; null where they are no preset's. */
export function presetOf(firstTap: FirstTap, convention: Convention, stages: StageCount): ConventionPreset | null {
  const settings = canonicalJson({ firstTap, convention, stages });
  return conventionPresetNames.find((name) => canonicalJson(conventionPresets[name]) === settings) ?? null;
}

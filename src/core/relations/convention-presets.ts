import { canonicalJson } from "../canonical.ts";
import type { FirstTap } from "../pairs.ts";
import type { Convention } from "./convention.ts";
import { paperConvention } from "./convention.ts";

export const conventionPresetNames = ["paper", "RepDistiller", "torchdistill", "KD-Zoo", "KD_methods_with_TF"] as const;
export type ConventionPreset = (typeof conventionPresetNames)[number];

/**
 * What each implementation does with a residual network. RepDistiller and KD-Zoo go from the stem through the sections'
 * outputs, which here is a section's input to its last layer. torchdistill's sample starts at a section's second block,
 * which a ResNet-8 lacks: here at the section's first layer, where the maps agree in size as they do there.
 */
export const conventionPresets: Readonly<
  Record<ConventionPreset, { readonly firstTap: FirstTap; readonly convention: Convention }>
> = {
  paper: { firstTap: "section-input", convention: paperConvention },
  RepDistiller: {
    firstTap: "section-input",
    convention: { ...paperConvention, pool: "avg", reduction: "mean" },
  },
  torchdistill: { firstTap: "first-layer", convention: { ...paperConvention, reduction: "column-norms" } },
  "KD-Zoo": {
    firstTap: "section-input",
    convention: { ...paperConvention, pool: "avg", reduction: "mean", total: "mean" },
  },
  KD_methods_with_TF: {
    firstTap: "section-input",
    convention: { ...paperConvention, pairs: "across", reduction: "half-per-thousand" },
  },
};

/** The preset whose settings these are; null where they are no preset's. */
export function presetOf(firstTap: FirstTap, convention: Convention): ConventionPreset | null {
  const settings = canonicalJson({ firstTap, convention });
  return conventionPresetNames.find((name) => canonicalJson(conventionPresets[name]) === settings) ?? null;
}

/** The words of the methods. */
import type { MethodKind } from "../../../core/experiment.ts";
import type { CopyCounts } from "../../../core/methods/copy.ts";
import type { LossName } from "../../../core/methods/facts.ts";
import type { LayerChoice } from "../../../core/methods/layers.ts";
import { integer } from "../../numbers.ts";

export const methodNames: Readonly<Record<MethodKind, string>> = {
  none: "None: the plain student",
  fsp: "FSP, in two stages",
  "fsp-joint": "FSP together with the task",
  "fsp-kd": "FSP, then soft logits",
  kd: "Soft logits",
  fitnets: "FitNets: hints, then soft logits",
  at: "Attention transfer",
  sp: "Similarity-preserving",
  copy: "Weights copied from the teacher",
};

/** What a plan can compare, by the names of its experiments. */
export const methodChoiceNames: Readonly<Record<string, string>> = {
  plain: "Plain student",
  "soft-logits": methodNames.kd,
  "fitnets-1-hint": "FitNets, 1 hint",
  "fitnets-3-hints": "FitNets, 3 hints",
  attention: methodNames.at,
  similarity: methodNames.sp,
  fsp: methodNames.fsp,
  "fsp-shuffled": "FSP, the teacher's matrices shuffled",
  "fsp-joint": methodNames["fsp-joint"],
  "fsp-then-soft-logits": methodNames["fsp-kd"],
  "weight-copy": methodNames.copy,
  "plain-equal-total": "Plain student, as long in all",
};

/** What stage 1 learns, as it goes behind a number. */
export const stageOneWords: Readonly<Record<LossName, string>> = {
  fsp: "FSP",
  hint: "hint",
  soft: "soft logits",
  attention: "attention",
  similarity: "similarity",
};

export const lossTitles: Readonly<Record<LossName, string>> = {
  fsp: "FSP distance",
  hint: "Hint loss",
  soft: "Soft logits' loss",
  attention: "Attention loss",
  similarity: "Similarity loss",
};

export const layerChoices: Readonly<Record<LayerChoice, string>> = {
  middle: "the middle section's end",
  all: "each section's end",
  last: "the last section's end",
};

export const copiedWeights = ({ copied, kept }: CopyCounts) =>
  `${integer(copied.parameters)} parameters (${integer(copied.numbers)} numbers) copied from the teacher, ${integer(kept.parameters)} (${integer(kept.numbers)}) kept as they were first drawn.`;

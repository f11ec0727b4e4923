/** How an experiment compares its matrices, where not cell by cell as they are. */
import type { Experiment, Plan } from "../../core/experiment.ts";
import { fspSettingsOf, isPlain } from "../../core/fsp-settings.ts";
import type { FspSettings } from "../../core/fsp-settings.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import type { RunKey } from "../../core/report.ts";
import type { WholeKind } from "../../core/relations/settings.ts";
import { comparesCells } from "../../core/relations/settings.ts";

export type DistanceName = "fsp" | WholeKind;

export type Made = "adapter" | "assignment" | "projection" | "shuffled" | "cosine";

/** Null for the plain distance, and for methods that compare no matrices. */
export function comparedBy({ method }: Experiment): FspSettings | null {
  if (!readsFsp(method)) return null;
  const settings = fspSettingsOf(method);
  return isPlain(settings) ? null : settings;
}

/** What a side's matrix is made through before it is compared, in that order. */
export function madeThrough({ remedy, matrix, shuffled }: FspSettings, side: "teacher" | "student"): Made[] {
  const made: Made[] = [];
  if (matrix === "cosine") made.push("cosine");
  if (side === "student") return remedy.kind === "adapter" ? [...made, "adapter"] : made;
  if (remedy.kind === "assignment" || remedy.kind === "projection") made.push(remedy.kind);
  return shuffled ? [...made, "shuffled"] : made;
}

/** What the curve of the distance to the teacher is of: of FSP matrices cell by cell, whatever is done to them before, or of what a remedy has instead. */
export function distanceOf(experiment: Experiment): DistanceName {
  return relationOf(comparedBy(experiment)) ?? "fsp";
}

/** Whether a run's method minimises the differences of the matrices' cells. */
export function learnsCells(plan: Plan | null, { experiment: name }: RunKey): boolean {
  const experiment = plan?.experiments.find((one) => one.name === name);
  return experiment !== undefined && readsFsp(experiment.method) && relationOf(comparedBy(experiment)) === null;
}

/** What is compared instead of cells; null where cells are. */
export function relationOf(settings: FspSettings | null): WholeKind | null {
  const kind = settings?.remedy.kind ?? "none";
  return comparesCells(kind) ? null : kind;
}

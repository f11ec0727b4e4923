/** How an experiment compares its matrices, where not cell by cell as they are. */
import type { Experiment } from "../../core/experiment.ts";
import { fspSettingsOf, isPlain } from "../../core/fsp-settings.ts";
import type { FspSettings } from "../../core/fsp-settings.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import type { WholeKind } from "../../core/relations/settings.ts";
import { comparesCells } from "../../core/relations/settings.ts";

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

/** What is compared instead of cells; null where cells are. */
export function relationOf(settings: FspSettings | null): WholeKind | null {
  const kind = settings?.remedy.kind ?? "none";
  return comparesCells(kind) ? null : kind;
}

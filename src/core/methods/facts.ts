/** What holds for a method by its settings alone, for all who only ask that: no tensors here. */
import type { Method, MethodKind, Schedule } from "../experiment.ts";
import type { FirstTap } from "../pairs.ts";
import type { StageCount } from "../relations/convention.ts";

/** What a method's loss is called, in `metrics.csv` and on screen. */
export type LossName = "fsp" | "hint" | "soft" | "attention" | "similarity";

/** For each stage the loss that learns from the teacher; null: the stage has none. */
export const lossesOf: Readonly<Record<MethodKind, Readonly<Record<1 | 2, LossName | null>>>> = {
  none: { 1: null, 2: null },
  fsp: { 1: "fsp", 2: null },
  "fsp-joint": { 1: null, 2: "fsp" },
  "fsp-kd": { 1: "fsp", 2: "soft" },
  kd: { 1: null, 2: "soft" },
  fitnets: { 1: "hint", 2: "soft" },
  at: { 1: null, 2: "attention" },
  sp: { 1: null, 2: "similarity" },
  copy: { 1: null, 2: null },
};

/** Those that learn FSP matrices, by whatever stages. */
export type FspFamily = Extract<Method, { firstTap: FirstTap }>;

export function readsFsp(method: Method): method is FspFamily {
  return "firstTap" in method;
}

export function stageCountOf(method: FspFamily): StageCount {
  return stageOneOf(method) ? "two" : "one";
}

/** The method of FSP that learns in so many stages, and of those the one that is nearest to `kind`. */
export function kindWithStages(kind: FspFamily["kind"], stages: StageCount): FspFamily["kind"] {
  if (stages === "one") return "fsp-joint";
  return kind === "fsp-joint" ? "fsp" : kind;
}

/** Of stage 1; null where the method has none. */
export function stageOneOf(method: Method): Schedule | null {
  return "schedule" in method ? method.schedule : null;
}

export function stageOneIterations(method: Method): number {
  return stageOneOf(method)?.iterations ?? 0;
}

export function needsTeacher(method: Method): boolean {
  return method.kind !== "none";
}

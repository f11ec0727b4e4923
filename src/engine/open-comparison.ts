import type { Experiment } from "../core/experiment.ts";
import { fspSettingsOf, isPlain } from "../core/fsp-settings.ts";
import { readsFsp } from "../core/methods/facts.ts";
import type { WeightTensors } from "../models/weights.ts";
import type { ComparisonSettings, ComparisonState } from "./comparison.ts";
import { Comparison } from "./comparison.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

interface Given extends Omit<ComparisonSettings, "method" | "teacher"> {
  readonly experiment: Pick<Experiment, "method">;
  readonly teacher: TrainedTeacher | null;
}

/** Null where FSP's loss is the plain one, or there is none. `weights` are the student's as they are; the caller disposes it. */
export async function openComparison(
  { experiment: { method }, teacher, network, statistics, matches, images, seed }: Given,
  weights: WeightTensors,
  state: ComparisonState | null,
): Promise<Comparison | null> {
  if (!teacher || !readsFsp(method) || isPlain(fspSettingsOf(method))) return null;
  return Comparison.open({ method, teacher, network, statistics, matches, images, seed }, weights, state);
}

/** The lengths of the gradients of a step's losses by the parameters that both reach, each weight taken as 1. */
import type { LossName } from "./methods/facts.ts";
import type { WeightSetting } from "./methods/weights.ts";
import type { Moment } from "./moment.ts";

export interface LossGradients {
  /** So many iterations were done before that step. */
  readonly moment: Moment;
  readonly name: LossName;
  /** Of the labels' cross-entropy, whether or not the stage minimises it. */
  readonly task: number;
  /** Of all parts of the teacher's loss together. */
  readonly learned: number;
  readonly parts: readonly { readonly part: string; readonly norm: number }[];
  readonly setting: WeightSetting;
  /** The weight with which the teacher's loss pulls as hard as the task does; null where either does not pull at all. */
  readonly balance: number | null;
}

export function balancingWeight(
  { task, learned }: Pick<LossGradients, "task" | "learned">,
  setting: WeightSetting,
): number | null {
  // The labels have what is left of a share.
  const weight = setting === "share" ? task / (task + learned) : task / learned;
  return weight > 0 && learned > 0 && Number.isFinite(weight) ? weight : null;
}

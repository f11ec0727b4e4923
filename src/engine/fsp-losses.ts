/** Stage 1's loss, from what both networks made of a batch. */
import type * as tf from "@tensorflow/tfjs-core";
import { fspLoss } from "../kernels/fsp/op.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import type { FspGoal } from "./fsp-stage.ts";

type Taps = ReadonlyMap<string, tf.Tensor>;

/** One a match, before its lambda. `targets` are the comparison's, or without one the teacher's matrices. */
export function pairLosses(
  goal: Pick<FspGoal, "matches" | "comparison">,
  student: Taps,
  targets: readonly tf.Tensor[],
): tf.Scalar[] {
  return goal.comparison?.losses(student, targets) ?? plainLosses(goal, student, targets);
}

function plainLosses({ matches }: Pick<FspGoal, "matches">, student: Taps, targets: readonly tf.Tensor[]): tf.Scalar[] {
  const matrices = matricesBySide(matches, "student", student);
  // oxlint-disable-next-line no-unsafe-type-assertion -- without a comparison the targets are the teacher's matrices
  return matches.map(({ name }, index) => fspLoss(matrices.get(name)!, targets[index] as tf.Tensor3D));
}

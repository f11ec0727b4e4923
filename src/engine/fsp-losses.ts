/** Stage 1's loss, from what both networks made of a batch. */
import * as tf from "@tensorflow/tfjs-core";
import { fspLoss } from "../kernels/fsp/op.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import type { FspGoal } from "./learner.ts";

type Taps = ReadonlyMap<string, tf.Tensor>;

/** `each` is one a match, before its lambda. `targets` are the comparison's, or without one the teacher's matrices. */
export function fspLosses(
  goal: Pick<FspGoal, "matches" | "lambdaOf" | "comparison">,
  student: Taps,
  targets: readonly tf.Tensor[],
): { loss: tf.Scalar; each: tf.Scalar[] } {
  const { matches, lambdaOf, comparison } = goal;
  const each = comparison?.losses(student, targets) ?? plainLosses(goal, student, targets);
  const weighted = each.map((loss, index) => tf.mul<tf.Scalar>(loss, lambdaOf(matches[index]!.name)));
  return { loss: tf.addN(weighted), each };
}

function plainLosses({ matches }: Pick<FspGoal, "matches">, student: Taps, targets: readonly tf.Tensor[]): tf.Scalar[] {
  const matrices = matricesBySide(matches, "student", student);
  // oxlint-disable-next-line no-unsafe-type-assertion -- without a comparison the targets are the teacher's matrices
  return matches.map(({ name }, index) => fspLoss(matrices.get(name)!, targets[index] as tf.Tensor3D));
}

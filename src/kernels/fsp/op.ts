/** FSP on tensors (Yim et al., CVPR 2017, eq. 1 and 2); `core/fsp.ts` is its definition. */
import type * as tf from "@tensorflow/tfjs-core";
import { runKernel } from "../registry.ts";
import { fspLossKernel, fspMatricesKernel } from "./kernel.ts";

/**
 * `[n, h, w, ca]` and `[n, h, w, cb]` → `[n, ca, cb]`, the mean over the h * w positions of `first[.., a] * last[.., b]`.
 * Maps of unlike sizes are made alike by the caller. Differentiable in both.
 */
export function fspMatrices(first: tf.Tensor4D, last: tf.Tensor4D): tf.Tensor3D {
  if (first.shape.slice(0, 3).join() !== last.shape.slice(0, 3).join()) {
    throw new RangeError(`fsp: images or positions differ, [${first.shape}] and [${last.shape}]`);
  }
  return runKernel(fspMatricesKernel, { first, last }, {})[0];
}

/** Two stacks `[n, ca, cb]` → `[]`: squared difference, summed over each matrix, averaged over images. Differentiable. */
export function fspLoss(student: tf.Tensor3D, teacher: tf.Tensor3D): tf.Scalar {
  if (student.shape.join() !== teacher.shape.join()) {
    throw new RangeError(`fspLoss: matrices differ in shape, [${student.shape}] and [${teacher.shape}]`);
  }
  const [loss, slope] = runKernel(fspLossKernel, { student, teacher }, {});
  slope.dispose();
  return loss;
}

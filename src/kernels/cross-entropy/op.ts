/** The loss of stages 0 and 2. */
import type * as tf from "@tensorflow/tfjs-core";
import { runKernel } from "../registry.ts";
import { crossEntropyKernel } from "./kernel.ts";

/**
 * `logits` `[n, k]` and int32 `labels` `[n]` in 0..k-1 → `[]`: mean over the n images of `-log softmax(logits)[label]`, nats.
 * Differentiable in the logits. Labels are not checked here: reading them back would stop the device.
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  if (labels.dtype !== "int32" || labels.shape.join() !== String(logits.shape[0])) {
    throw new RangeError(`crossEntropy: labels are ${labels.dtype} [${labels.shape}], the logits [${logits.shape}]`);
  }
  const [loss, slope] = runKernel(crossEntropyKernel, { logits, labels }, {});
  slope.dispose();
  return loss;
}

/** Softmax and cross-entropy in one kernel, and its gradient. */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerGradient } from "../registry.ts";

export interface CrossEntropyInputs {
  /** `[n, k]`. */
  readonly logits: tf.Tensor2D;
  /** `[n]`, int32. */
  readonly labels: tf.Tensor1D;
}
/** Gives the mean loss `[]` and its gradient in the logits, `(softmax - onehot) / n` `[n, k]`. */
export const crossEntropyKernel: Kernel<CrossEntropyInputs, object, [loss: tf.Scalar, slope: tf.Tensor2D]> = {
  name: "SoftmaxCrossEntropy",
};

export function registerCrossEntropyGradient(): void {
  registerGradient(crossEntropyKernel, {
    inputs: [],
    outputs: [false, true],
    gradient: ([dy], [slope]: readonly [tf.Tensor2D]) => ({ logits: tf.mul(slope, dy) }),
  });
}

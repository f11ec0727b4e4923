/** Cross-entropy from stock ops. */
import * as tf from "@tensorflow/tfjs-core";
import { registerComposed } from "../registry.ts";
import type { CrossEntropyInputs } from "./kernel.ts";
import { crossEntropyKernel } from "./kernel.ts";

export function registerComposedCrossEntropy(backendName: string): void {
  registerComposed(crossEntropyKernel, backendName, crossEntropy);
}

/** The row's maximum is taken off first, or exp would overflow from 89 on. */
function crossEntropy({ logits, labels }: CrossEntropyInputs): [tf.Scalar, tf.Tensor2D] {
  const [n, classes] = logits.shape;
  const shifted = tf.sub<tf.Tensor2D>(logits, tf.max(logits, 1, true));
  const powers = tf.exp(shifted);
  const sums = tf.sum<tf.Tensor2D>(powers, 1, true);
  // tfjs's wasm kernel writes integers whatever type is asked for.
  const onehot = tf.cast(tf.oneHot(labels, classes, 1, 0, "int32"), "float32");
  const own = tf.sum<tf.Tensor2D>(tf.mul(shifted, onehot), 1, true);
  const loss = tf.mean<tf.Scalar>(tf.sub<tf.Tensor2D>(tf.log(sums), own));
  return [loss, tf.div(tf.sub(tf.div(powers, sums), onehot), n)];
}

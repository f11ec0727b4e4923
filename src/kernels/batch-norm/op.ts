/** Batch norm as training sees it, with the addition and the ReLU that follow it in a residual network. */
import type * as tf from "@tensorflow/tfjs-core";
import { batchNormTrainingKernel } from "./kernel.ts";
import { runKernel } from "../registry.ts";

export interface BatchNormOptions {
  readonly relu: boolean;
  /** `[n, h, w, c]`, added after the normalisation and before the ReLU. */
  readonly residual?: tf.Tensor4D;
}

/** Of one batch; `mean` and the biased `variance` are `[c]` and have no gradient. */
export interface BatchNormOutputs {
  readonly y: tf.Tensor4D;
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/**
 * `x` `[n, h, w, c]`, `gamma` and `beta` `[c]` → `y = relu?(gamma * xhat + beta (+ residual))` `[n, h, w, c]`, where
 * `xhat = (x - mean) / sqrt(variance + epsilon)` over the n * h * w positions of each channel.
 * Differentiable in x, gamma, beta and residual. The outputs are the caller's to dispose.
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  { relu, residual }: BatchNormOptions,
): BatchNormOutputs {
  const channels = x.shape[3];
  if (gamma.size !== channels || beta.size !== channels) {
    throw new RangeError(`batchNorm: ${channels} channels, but gamma is [${gamma.shape}] and beta [${beta.shape}]`);
  }
  if (residual && residual.shape.join() !== x.shape.join()) {
    throw new RangeError(`batchNorm: x is [${x.shape}], but the residual is [${residual.shape}]`);
  }
  const [y, mean, variance] = runKernel(
    batchNormTrainingKernel,
    { x, gamma, beta, residual },
    { epsilon, relu, residual: residual !== undefined },
  );
  return { y, mean, variance };
}

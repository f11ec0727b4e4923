/** Batch norm's two kernels, forward and backward, and the gradient that ties them. */
import type * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerGradient, runKernel } from "../registry.ts";

export interface BatchNormInputs {
  readonly x: tf.Tensor4D;
  readonly gamma: tf.Tensor1D;
  readonly beta: tf.Tensor1D;
  readonly residual?: tf.Tensor4D | undefined;
}
export interface BatchNormAttributes {
  readonly epsilon: number;
  readonly relu: boolean;
  /** Whether a residual was added. */
  readonly residual: boolean;
}
/** Gives y, mean and variance. */
export const batchNormTrainingKernel: Kernel<
  BatchNormInputs,
  BatchNormAttributes,
  [y: tf.Tensor4D, mean: tf.Tensor1D, variance: tf.Tensor1D]
> = { name: "BatchNormTraining" };

/** `y` decides where the ReLU let through; `mean` and `variance` are those of the forward pass. */
export interface BatchNormGradInputs {
  readonly dy: tf.Tensor4D;
  readonly x: tf.Tensor4D;
  readonly y: tf.Tensor4D;
  readonly gamma: tf.Tensor1D;
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}
/** Gives dx, dgamma, dbeta and, where a residual was added, dz: its gradient, that of y behind the ReLU. */
export const batchNormGradKernel: Kernel<
  BatchNormGradInputs,
  BatchNormAttributes,
  [dx: tf.Tensor4D, dgamma: tf.Tensor1D, dbeta: tf.Tensor1D, ...dz: tf.Tensor4D[]]
> = { name: "BatchNormTrainingGrad" };

type Saved = readonly [x: tf.Tensor4D, gamma: tf.Tensor1D, y: tf.Tensor4D, mean: tf.Tensor1D, variance: tf.Tensor1D];

export function registerBatchNormGradient(): void {
  registerGradient(batchNormTrainingKernel, {
    inputs: ["x", "gamma"],
    outputs: [true, true, true],
    gradient: ([dy], [x, gamma, y, mean, variance]: Saved, attributes) => {
      const [dx, dgamma, dbeta, dz] = runKernel(batchNormGradKernel, { dy, x, y, gamma, mean, variance }, attributes);
      return { x: dx, gamma: dgamma, beta: dbeta, ...(dz ? { residual: dz } : {}) };
    },
  });
}

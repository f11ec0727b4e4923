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
export const batchNormTrainingKernel: Kernel<BatchNormInputs, BatchNormAttributes> = { name: "BatchNormTraining" };

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
export const batchNormGradKernel: Kernel<BatchNormGradInputs, BatchNormAttributes> = { name: "BatchNormTrainingGrad" };

export function registerBatchNormGradient(): void {
  registerGradient(batchNormTrainingKernel, {
    inputs: ["x", "gamma"],
    outputs: [true, true, true],
    gradient: ([dy], [x, gamma, y, mean, variance], attributes) => {
      const inputs = { dy, x, y, gamma, mean, variance } as BatchNormGradInputs;
      const [dx, dgamma, dbeta, dz] = runKernel(batchNormGradKernel, inputs, attributes);
      return { x: dx!, gamma: dgamma!, beta: dbeta!, ...(dz ? { residual: dz } : {}) };
    },
  });
}

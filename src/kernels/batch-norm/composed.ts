/** Batch norm from stock ops: the plain reference, and what a backend without kernels of its own runs. */
import * as tf from "@tensorflow/tfjs-core";
import { registerComposed } from "../registry.ts";
import type { BatchNormAttributes, BatchNormGradInputs, BatchNormInputs } from "./kernel.ts";
import { batchNormGradKernel, batchNormTrainingKernel } from "./kernel.ts";

const positions = [0, 1, 2];

export function registerComposedBatchNorm(backendName: string): void {
  registerComposed(batchNormTrainingKernel, backendName, training);
  registerComposed(batchNormGradKernel, backendName, gradients);
}

function training(
  { x, gamma, beta, residual }: BatchNormInputs,
  { epsilon, relu }: BatchNormAttributes,
): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
  const mean = tf.mean<tf.Tensor1D>(x, positions);
  const centred = tf.sub<tf.Tensor4D>(x, mean);
  const variance = tf.mean<tf.Tensor1D>(tf.square(centred), positions);
  const scaled = tf.mul<tf.Tensor4D>(centred, tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon))));
  const normalised = tf.add<tf.Tensor4D>(scaled, beta);
  const sum = residual ? tf.add<tf.Tensor4D>(normalised, residual) : normalised;
  return [relu ? tf.relu(sum) : sum, mean, variance];
}

/** With m positions: `dx = gamma / sigma * (dz - dbeta / m - xhat * dgamma / m)`. */
function gradients(
  { dy, x, y, gamma, mean, variance }: BatchNormGradInputs,
  { epsilon, relu, residual }: BatchNormAttributes,
): [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, ...tf.Tensor4D[]] {
  const m = x.size / x.shape[3];
  const dz = relu ? tf.mul<tf.Tensor4D>(dy, tf.step(y)) : tf.clone(dy);
  const inverse = tf.rsqrt(tf.add(variance, epsilon));
  const xhat = tf.mul<tf.Tensor4D>(tf.sub(x, mean), inverse);
  const dbeta = tf.sum<tf.Tensor1D>(dz, positions);
  const dgamma = tf.sum<tf.Tensor1D>(tf.mul(dz, xhat), positions);
  const centred = tf.sub<tf.Tensor4D>(tf.sub(dz, tf.div(dbeta, m)), tf.mul(xhat, tf.div(dgamma, m)));
  const dx = tf.mul<tf.Tensor4D>(centred, tf.mul(gamma, inverse));
  return residual ? [dx, dgamma, dbeta, dz] : [dx, dgamma, dbeta];
}

/** Stochastic gradient descent with momentum and weight decay, as PyTorch defines it. */
import * as tf from "@tensorflow/tfjs-core";
import { runKernel } from "../registry.ts";
import type { MomentumSettings } from "./kernel.ts";
import { momentumKernel } from "./kernel.ts";

/**
 * For each parameter `v = momentum * v + (g + decay * w)` and `w = w - rate * v`.
 * The variables stay the caller's and get new values; what they held is freed. Gradients stay the caller's.
 * No number is overwritten where it lies: clones share their data with the variable, and stay what they were.
 */
export function momentumStep(
  weights: readonly tf.Variable[],
  velocities: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  settings: MomentumSettings,
): void {
  if (velocities.length !== weights.length || gradients.length !== weights.length) {
    throw new RangeError(
      `momentum: ${weights.length} weights, ${velocities.length} velocities and ${gradients.length} gradients`,
    );
  }
  for (const [index, weight] of weights.entries()) {
    const [velocity, gradient] = [velocities[index]!, gradients[index]!];
    if (velocity.shape.join() !== weight.shape.join() || gradient.shape.join() !== weight.shape.join()) {
      throw new RangeError(
        `momentum: "${weight.name}" is [${weight.shape}], its velocity [${velocity.shape}], its gradient [${gradient.shape}]`,
      );
    }
    const [nextWeight, nextVelocity] = runKernel(momentumKernel, { weight, velocity, gradient }, settings);
    weight.assign(nextWeight);
    velocity.assign(nextVelocity);
    tf.dispose([nextWeight, nextVelocity]);
  }
}

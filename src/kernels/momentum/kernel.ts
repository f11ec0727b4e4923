/** One parameter's step of stochastic gradient descent. */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerComposed } from "../registry.ts";

/** All of one shape. */
export interface MomentumInputs {
  readonly weight: tf.Tensor;
  readonly velocity: tf.Tensor;
  readonly gradient: tf.Tensor;
}
export interface MomentumSettings {
  readonly rate: number;
  readonly momentum: number;
  readonly decay: number;
}
/** Gives the new weight and the new velocity. */
export const momentumKernel: Kernel<MomentumInputs, MomentumSettings, [weight: tf.Tensor, velocity: tf.Tensor]> = {
  name: "MomentumStep",
};

export function registerComposedMomentum(backendName: string): void {
  registerComposed(momentumKernel, backendName, ({ weight, velocity, gradient }, { rate, momentum, decay }) => {
    const slope = decay === 0 ? gradient : tf.add(gradient, tf.mul(weight, decay));
    const next = tf.add(tf.mul(velocity, momentum), slope);
    return [tf.sub(weight, tf.mul(next, rate)), next];
  });
}

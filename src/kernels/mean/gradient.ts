/**
 * The gradient of `tf.mean`, as global average pooling needs it. tfjs's own multiplies by ones of the input's size,
 * which it makes in JavaScript and uploads in each step.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerGradient } from "../registry.ts";

const mean: Kernel<{ readonly x: tf.Tensor }, { readonly axis: number | number[] }, [tf.Tensor]> = { name: tf.Mean };

export function registerMeanGradient(): void {
  registerGradient(mean, {
    inputs: ["x"],
    outputs: [],
    gradient: ([dy], [x]: readonly [tf.Tensor], { axis }) => {
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const kept = x.shape.map((size, index) => (axes.includes(index) ? 1 : size));
      const share = tf.div(tf.reshape(dy, kept), x.size / tf.util.sizeFromShape(kept));
      return {
        x: tf.tile(
          share,
          x.shape.map((size, index) => (axes.includes(index) ? size : 1)),
        ),
      };
    },
  });
}

/** The gradient of a convolution in its filter, which tfjs's wasm backend lacks. */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerComposed } from "../registry.ts";

interface Inputs {
  readonly x: tf.Tensor4D;
  readonly dy: tf.Tensor4D;
}
interface Attributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly filterShape: [number, number, number, number];
}

const conv2DBackpropFilterKernel: Kernel<Inputs, Attributes> = { name: tf.Conv2DBackpropFilter };

/** A convolution of x, batch taken as channels, by dy taken as a filter; the strides become dilations. Exact. */
export function registerComposedFilterGradient(): void {
  registerComposed(conv2DBackpropFilterKernel, "wasm", ({ x, dy }, { strides, pad, filterShape }) => {
    const { padInfo } = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
    const padded = tf.pad4d(x, [[0, 0], [padInfo.top, padInfo.bottom], [padInfo.left, padInfo.right], [0, 0]]);
    const image = tf.transpose(padded, [3, 1, 2, 0]);
    const filter = tf.transpose(dy, [1, 2, 0, 3]);
    const sums = tf.conv2d(image, filter, 1, "valid", "NHWC", strides);
    const [height, width, from, to] = filterShape;
    return [tf.transpose(tf.slice4d(sums, [0, 0, 0, 0], [from, height, width, to]), [1, 2, 0, 3])];
  });
}

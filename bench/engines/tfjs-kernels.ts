/** Single kernels on stock tfjs. */
import * as tf from "@tensorflow/tfjs-core";
import type { KernelWork } from "../cases.ts";
import { noise } from "../inputs.ts";
import { fspOf } from "./tfjs-network.ts";

export interface TfjsKernel {
  /** The caller disposes what it gives. */
  readonly run: () => tf.Tensor;
  readonly dispose: () => void;
}

export function kernelOf({ kind, channels, pixels, batch }: KernelWork): TfjsKernel {
  const shape: [number, number, number, number] = [batch, pixels, pixels, channels];
  const map = (seed: number) => tf.tensor4d(noise(batch * pixels * pixels * channels, seed), shape);
  const row = (seed: number) => tf.tensor1d(noise(channels, seed));
  const filterShape: [number, number, number, number] = [3, 3, channels, channels];
  const filter = () => tf.tensor4d(noise(9 * channels * channels, 2), filterShape);
  const attributes = { strides: 1, pad: "same", dataFormat: "NHWC" };
  const kernel = (name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap) =>
    // oxlint-disable-next-line no-unsafe-type-assertion -- both gradients give one tensor
    tf.engine().runKernel(name, inputs, { ...attributes, ...attrs }) as unknown as tf.Tensor;

  switch (kind) {
    case "conv-forward":
      return taking([map(1), filter()], (x, w) => tf.conv2d(x, w, 1, "same"));
    case "conv-filter-gradient":
      return taking([map(1), map(2)], (x, dy) => kernel("Conv2DBackpropFilter", { x, dy }, { filterShape }));
    case "conv-input-gradient":
      return taking([map(1), filter()], (dy, filter) =>
        kernel("Conv2DBackpropInput", { dy, filter }, { inputShape: shape }),
      );
    case "batchnorm-forward":
      return taking([map(1), row(2), row(3)], batchNorm);
    case "batchnorm-forward-backward": {
      const gradients = tf.grads(batchNorm);
      return taking([map(1), row(2), row(3), map(4)], (x, gamma, beta, dy) => first(gradients([x, gamma, beta], dy)));
    }
    case "fsp-forward":
      return taking([map(1), map(2)], fspOf);
    case "fsp-forward-backward": {
      // oxlint-disable-next-line no-unsafe-type-assertion -- tf.grads forgets ranks
      const gradients = tf.grads((first, last) => fspOf(first as tf.Tensor4D, last as tf.Tensor4D));
      const slope = tf.tensor3d(noise(batch * channels * channels, 3), [batch, channels, channels]);
      return taking([map(1), map(2), slope], (x, y, dy) => first(gradients([x, y], dy)));
    }
    default:
      return kind satisfies never;
  }
}

/** As tf.layers computes it in training, less the running statistics. */
function batchNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return tf.batchNorm(x, mean, variance, beta, gamma, 1e-5);
}

function taking<Inputs extends readonly tf.Tensor[]>(
  inputs: readonly [...Inputs],
  run: (...inputs: Inputs) => tf.Tensor,
): TfjsKernel {
  return { run: () => tf.tidy(() => run(...inputs)), dispose: () => tf.dispose([...inputs]) };
}

function first(tensors: readonly tf.Tensor[]): tf.Tensor {
  tf.dispose(tensors.slice(1));
  return tensors[0]!;
}

import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, noisy, slopes, valuesOf } from "../../testing/numbers.ts";

interface Case {
  readonly size: readonly [number, number];
  readonly channels: number;
  readonly multiplier: number;
  readonly kernel: number;
  readonly stride: number;
  /** Top, bottom, left, right. */
  readonly pad: readonly [number, number, number, number];
}

const images = 2;

/** By definition, in float64: `[images, oh, ow, channels * multiplier]`. */
function definition(given: Case, x: ArrayLike<number>, filter: ArrayLike<number>): Float64Array {
  const { channels, multiplier, kernel, stride, pad } = given;
  const [[h, w], [, oh, ow, outputs]] = [given.size, outputShape(given)];
  const y = new Float64Array(images * oh * ow * outputs);
  for (let at = 0; at < y.length; at++) {
    const channel = Math.floor((at % outputs) / multiplier);
    const [ox, oy] = [Math.floor(at / outputs) % ow, Math.floor(at / outputs / ow) % oh];
    const image = Math.floor(at / outputs / ow / oh);
    for (let tap = 0; tap < kernel * kernel; tap++) {
      const [iy, ix] = [oy * stride + Math.floor(tap / kernel) - pad[0], ox * stride + (tap % kernel) - pad[2]];
      if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
      y[at]! += x[((image * h + iy) * w + ix) * channels + channel]! * filter[tap * outputs + (at % outputs)]!;
    }
  }
  return y;
}

function outputShape({ size: [h, w], channels, multiplier, kernel, stride, pad }: Case) {
  const out = (n: number, padding: number) => Math.floor((n + padding - kernel) / stride) + 1;
  return [images, out(h, pad[0] + pad[1]), out(w, pad[2] + pad[3]), channels * multiplier] as const;
}

const usual: Case = { size: [6, 5], channels: 4, multiplier: 1, kernel: 3, stride: 1, pad: [1, 1, 1, 1] };
const cases: readonly Case[] = [
  usual,
  { ...usual, stride: 2 },
  // Channels that are no multiple of a vector, and a colour image.
  { ...usual, channels: 7, stride: 2, size: [7, 8] },
  { ...usual, channels: 3, multiplier: 2 },
  { ...usual, channels: 4, multiplier: 3, stride: 2 },
  { ...usual, kernel: 5, pad: [2, 2, 2, 2], size: [3, 4] },
  { ...usual, pad: [0, 1, 0, 1], stride: 2 },
  { ...usual, kernel: 1, pad: [0, 0, 0, 0], stride: 2 },
];

// On webgpu these are tfjs's own.
await describeEachBackend(() => {
  test.each(cases)(
    "equals its definition, and its gradients the finite differences, $kernel x $kernel at stride $stride, pad $pad, $channels x $multiplier, $size",
    async (given) => {
      const { size, channels, multiplier, kernel, stride, pad } = given;
      const [inputs, filters] = [[images, ...size, channels] as const, [kernel, kernel, channels, multiplier] as const];
      const shape = outputShape(given);
      const [x, filter] = [noise(tf.util.sizeFromShape([...inputs]), 1), noise(kernel ** 2 * channels * multiplier, 2)];
      const dy = noise(tf.util.sizeFromShape([...shape]), 3);
      const loss = (y: Float64Array) => y.reduce((sum, value, i) => sum + value * dy[i]!, 0);
      const explicit: tf.backend_util.ExplicitPadding = [
        [0, 0],
        [pad[0], pad[1]],
        [pad[2], pad[3]],
        [0, 0],
      ];
      const convolve = (a: tf.Tensor, b: tf.Tensor) =>
        tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, explicit);
      const actual = await valuesOf(() => {
        const both = [noisy<tf.Rank.R4>([...inputs], 1), noisy<tf.Rank.R4>([...filters], 2)] as const;
        const lossOf = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(convolve(a, b), noisy([...shape], 3)));
        return [convolve(...both), ...tf.grads(lossOf)([...both])];
      });
      expectClose(actual[0]!, definition(given, x, filter), 1e-5);
      const dx = slopes((at) => loss(definition(given, at, filter)), x);
      const dfilter = slopes((at) => loss(definition(given, x, at)), filter);
      expectClose(actual[1]!, dx, 1e-5);
      expectClose(actual[2]!, dfilter, 1e-5);
    },
  );
}, ["cpu", "wasm"]);

import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, noisy, valuesOf } from "../../testing/numbers.ts";

interface Case {
  readonly n: number;
  readonly size: readonly [number, number];
  readonly ci: number;
  readonly co: number;
  readonly kernel: number;
  readonly stride: number;
  /** Top, bottom, left, right. */
  readonly pad: readonly [number, number, number, number];
}

/** By definition, in float64: `y = conv(x, filter)` and both gradients of `sum(y * dy)`. */
function definition({ n, size: [h, w], ci, co, kernel, stride, pad: [top, bottom, left, right] }: Case) {
  const [oh, ow] = [
    Math.floor((h + top + bottom - kernel) / stride) + 1,
    Math.floor((w + left + right - kernel) / stride) + 1,
  ];
  const [x, filter, dy] = [noise(n * h * w * ci, 1), noise(kernel * kernel * ci * co, 2), noise(n * oh * ow * co, 3)];
  const [y, dx, dw] = [new Float64Array(dy.length), new Float64Array(x.length), new Float64Array(filter.length)];
  for (let output = 0; output < n * oh * ow; output++) {
    const [image, oy, ox] = [Math.floor(output / (oh * ow)), Math.floor(output / ow) % oh, output % ow];
    for (let tap = 0; tap < kernel * kernel; tap++) {
      const iy = oy * stride + Math.floor(tap / kernel) - top;
      const ix = ox * stride + (tap % kernel) - left;
      if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
      for (let a = 0; a < ci; a++) {
        const input = ((image * h + iy) * w + ix) * ci + a;
        for (let b = 0; b < co; b++) {
          const weight = (tap * ci + a) * co + b;
          y[output * co + b]! += x[input]! * filter[weight]!;
          dx[input]! += dy[output * co + b]! * filter[weight]!;
          dw[weight]! += dy[output * co + b]! * x[input]!;
        }
      }
    }
  }
  return { y, dx, dw, outputs: [n, oh, ow, co] as [number, number, number, number] };
}

const even = { n: 2, size: [8, 8], ci: 8, co: 8, kernel: 3, stride: 1, pad: [1, 1, 1, 1] } as const;
const cases: readonly Case[] = [
  even,
  // A colour image, and its one-channel sister.
  { ...even, ci: 3 },
  { ...even, ci: 1 },
  { ...even, stride: 2 },
  { ...even, stride: 2, size: [7, 9] },
  { ...even, kernel: 1, pad: [0, 0, 0, 0] },
  { ...even, kernel: 1, stride: 2, pad: [0, 0, 0, 0] },
  { ...even, kernel: 1, stride: 2, pad: [0, 0, 0, 0], size: [7, 5] },
  { ...even, ci: 16, co: 32, stride: 2 },
  // One image and many, of few and many channels.
  { ...even, n: 1, size: [33, 4], ci: 24, co: 64 },
  { ...even, n: 7, size: [4, 5], ci: 10, co: 24 },
  { ...even, n: 64, size: [4, 4], ci: 3, co: 10, stride: 2 },
  // Channels that are no multiple of a vector, a map smaller than the filter, padding on one side.
  { ...even, ci: 5, co: 7 },
  { ...even, ci: 6, co: 13, stride: 2 },
  { ...even, size: [1, 2] },
  { ...even, pad: [0, 1, 0, 1], stride: 2 },
  { ...even, pad: [0, 0, 0, 0] },
  // More padding than a filter can use: there is no convolution that undoes it.
  { ...even, kernel: 2, pad: [2, 2, 2, 2] },
  // Rows of dy that do not fit the wasm kernel's block.
  { ...even, n: 1, size: [5, 80], co: 32 },
];

// On webgpu these are tfjs's own, and SwiftShader takes a second to compile each.
const kinds = ["cpu", "wasm"] as const;

await describeEachBackend(() => {
  test.each(cases)(
    "equals its definition, and so do its gradients, for $kernel x $kernel at stride $stride, pad $pad, $ci to $co, $size",
    async (given) => {
      const { n, size, ci, co, kernel, stride, pad } = given;
      const { y, dx, dw, outputs } = definition(given);
      const explicit: tf.backend_util.ExplicitPadding = [
        [0, 0],
        [pad[0], pad[1]],
        [pad[2], pad[3]],
        [0, 0],
      ];
      const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
        tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, explicit);
      const actual = await valuesOf(() => {
        const inputs = [noisy([n, ...size, ci], 1), noisy([kernel, kernel, ci, co], 2)] as const;
        const loss = (x: tf.Tensor, filter: tf.Tensor) => tf.sum(tf.mul(convolve(x, filter), noisy(outputs, 3)));
        return [convolve(...inputs), ...tf.grads(loss)([...inputs])];
      });
      expectClose(actual[0]!, y, 1e-5);
      expectClose(actual[1]!, dx, 1e-5);
      expectClose(actual[2]!, dw, 1e-5);
    },
  );
}, kinds);

import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, noisy, valuesOf } from "../../testing/numbers.ts";

/** By definition: each dy goes to the first maximum of its window; `pad` on all four sides. */
function definition([n, h, w, c]: readonly number[], window: number, stride: number, pad: number): Float64Array {
  const [oh, ow] = [h!, w!].map((size) => Math.floor((size + 2 * pad - window) / stride) + 1);
  const [x, dy] = [noise(n! * h! * w! * c!, 1), noise(n! * oh! * ow! * c!, 2)];
  const dx = new Float64Array(x.length);
  dy.forEach((value, output) => {
    const k = output % c!;
    const [ox, oy, image] = [
      Math.floor(output / c!) % ow!,
      Math.floor(output / c! / ow!) % oh!,
      Math.floor(output / c! / ow! / oh!),
    ];
    let best = -1;
    for (let tap = 0; tap < window * window; tap++) {
      const iy = oy * stride - pad + Math.floor(tap / window);
      const ix = ox * stride - pad + (tap % window);
      if (iy < 0 || iy >= h! || ix < 0 || ix >= w!) continue;
      const cell = ((image * h! + iy) * w! + ix) * c! + k;
      if (best < 0 || x[cell]! > x[best]!) best = cell;
    }
    dx[best]! += value;
  });
  return dx;
}

await describeEachBackend(() => {
  test.each([
    [2, 2, 0],
    [3, 2, 1],
    [3, 1, 1],
    [2, 3, 0],
  ])("has the gradient of a %i window at stride %i, padding %i", async (window, stride, pad) => {
    const shape: [number, number, number, number] = [2, 7, 6, 5];
    const [dx] = await valuesOf(() => {
      const pool = (x: tf.Tensor) => {
        const y = tf.maxPool(
          x as tf.Tensor4D,
          window,
          stride,
          pad === 0
            ? "valid"
            : [
                [0, 0],
                [pad, pad],
                [pad, pad],
                [0, 0],
              ],
        );
        return tf.sum(tf.mul(y, noisy(y.shape, 2)));
      };
      return [tf.grad(pool)(noisy(shape, 1))];
    });
    expectClose(dx!, definition(shape, window, stride, pad), 1e-6);
  });
}, ["cpu", "wasm"]);

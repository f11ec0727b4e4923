import * as tf from "@tensorflow/tfjs-core";
import { test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, noisy, valuesOf } from "../../testing/numbers.ts";

await describeEachBackend(() => {
  test.each([
    { shape: [2, 3, 4, 5], axes: [1, 2], per: (cell: number) => Math.floor(cell / 60) * 5 + (cell % 5) },
    { shape: [6, 4], axes: [1], per: (cell: number) => Math.floor(cell / 4) },
    { shape: [3, 4], axes: [0, 1], per: () => 0 },
  ])("the gradient of the mean of $shape over $axes spreads dy evenly", async ({ shape, axes, per }) => {
    const count = tf.util.sizeFromShape(shape);
    const outputs = count / axes.reduce((size, axis) => size * shape[axis]!, 1);
    const dy = noise(outputs, 2);
    const [dx] = await valuesOf(() => [
      tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.reshape(tf.mean(x, axes), [outputs]), tf.tensor1d(dy))))(
        tf.reshape(noisy<tf.Rank.R1>([count]), shape),
      ),
    ]);
    expectClose(
      dx!,
      Float64Array.from({ length: count }, (_, cell) => (dy[per(cell)]! * outputs) / count),
      1e-6,
    );
  });
});

import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, noisy, slopes, valuesOf } from "../../testing/numbers.ts";
import type { BatchNormOptions } from "./op.ts";
import { batchNormTraining } from "./op.ts";

type Shape = [number, number, number, number];
const epsilon = 1e-5;

/** By definition, in float64. */
function definition(
  x: ArrayLike<number>,
  gamma: ArrayLike<number>,
  beta: ArrayLike<number>,
  residual: ArrayLike<number> | null,
  relu: boolean,
) {
  const c = gamma.length;
  const rows = x.length / c;
  const mean = new Float64Array(c);
  const variance = new Float64Array(c);
  for (let i = 0; i < x.length; i++) mean[i % c]! += x[i]! / rows;
  for (let i = 0; i < x.length; i++) variance[i % c]! += (x[i]! - mean[i % c]!) ** 2 / rows;
  const y = Float64Array.from({ length: x.length }, (_, i) => {
    const k = i % c;
    const value =
      (gamma[k]! * (x[i]! - mean[k]!)) / Math.sqrt(variance[k]! + epsilon) + beta[k]! + (residual?.[i] ?? 0);
    return relu ? Math.max(0, value) : value;
  });
  return { y, mean, variance };
}

const variants = [
  { relu: false, residual: false },
  { relu: true, residual: false },
  { relu: false, residual: true },
  { relu: true, residual: true },
];

await describeEachBackend(() => {
  // 127..129 rows straddle a chunk of the wasm kernel; 3, 5 and 6 channels are no multiple of a vector.
  const shapes: Shape[] = [
    [1, 1, 1, 4],
    [2, 3, 3, 5],
    [1, 127, 1, 4],
    [1, 128, 1, 6],
    [1, 129, 1, 8],
    [4, 8, 8, 16],
    [2, 9, 15, 3],
    [7, 5, 4, 10],
    [64, 4, 4, 24],
    [1, 33, 4, 64],
  ];
  test.each(shapes.flatMap((shape) => variants.map((variant) => ({ shape, ...variant }))))(
    "equals its definition on $shape, relu $relu, residual $residual",
    async ({ shape, relu, residual }) => {
      const c = shape[3];
      const [y, mean, variance] = await valuesOf(() => {
        const out = batchNormTraining(
          noisy(shape, 1),
          noisy([c], 2),
          noisy([c], 3),
          epsilon,
          options(shape, relu, residual),
        );
        return [out.y, out.mean, out.variance];
      });
      const count = tf.util.sizeFromShape(shape);
      const expected = definition(noise(count, 1), noise(c, 2), noise(c, 3), residual ? noise(count, 4) : null, relu);
      expectClose(mean!, expected.mean, 1e-5);
      expectClose(variance!, expected.variance, 1e-5);
      expectClose(y!, expected.y, 2e-5);
    },
  );

  test.each(variants)(
    "its gradients equal finite differences, relu $relu, residual $residual",
    async ({ relu, residual }) => {
      const shape: Shape = [2, 3, 3, 5];
      const count = tf.util.sizeFromShape(shape);
      const [x, gamma, beta, r, weights] = [
        noise(count, 1),
        noise(5, 2),
        noise(5, 3),
        noise(count, 4),
        noise(count, 5),
      ];
      const loss = (at: {
        x?: ArrayLike<number>;
        gamma?: ArrayLike<number>;
        beta?: ArrayLike<number>;
        r?: ArrayLike<number>;
      }) =>
        definition(at.x ?? x, at.gamma ?? gamma, at.beta ?? beta, residual ? (at.r ?? r) : null, relu).y.reduce(
          (sum, value, i) => sum + value * weights[i]!,
          0,
        );
      const inputs = () => [noisy(shape, 1), noisy([5], 2), noisy([5], 3), noisy(shape, 4)];
      const actual = await valuesOf(() =>
        tf.grads((x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, r: tf.Tensor) => {
          const added = residual ? { relu, residual: r as tf.Tensor4D } : { relu };
          const { y } = batchNormTraining(x as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D, epsilon, added);
          return tf.sum(tf.mul(residual ? y : tf.add(y, tf.mul(r, 0)), tf.tensor(weights, shape)));
        })(inputs()),
      );
      expectClose(
        actual[0]!,
        slopes((at) => loss({ x: at }), x),
        1e-4,
      );
      expectClose(
        actual[1]!,
        slopes((at) => loss({ gamma: at }), gamma),
        1e-4,
      );
      expectClose(
        actual[2]!,
        slopes((at) => loss({ beta: at }), beta),
        1e-4,
      );
      if (residual)
        expectClose(
          actual[3]!,
          slopes((at) => loss({ r: at }), r),
          1e-4,
        );
    },
  );

  test("a mean far from zero costs the variance no digits", async () => {
    const x = noise(4096, 1).map((value) => 1000 + value);
    const [, , variance] = await valuesOf(() => {
      const out = batchNormTraining(tf.tensor4d(x, [1, 32, 32, 4]), tf.ones([4]), tf.zeros([4]), epsilon, {
        relu: false,
      });
      return [out.y, out.mean, out.variance];
    });
    // A mean that is off by half of float32's last digit at 1000 adds its square, 1e-9, and no more.
    expectClose(variance!, definition(x, new Float32Array(4).fill(1), new Float32Array(4), null, false).variance, 1e-4);
  });

  test("inference equals its definition", async () => {
    const [y] = await valuesOf(() => {
      const vector = (seed: number) => noisy<tf.Rank.R1>([6], seed);
      const x = noisy<tf.Rank.R4>([2, 3, 3, 6], 1);
      return [tf.batchNorm4d(x, vector(2), tf.abs(vector(3)), vector(4), vector(5), epsilon)];
    });
    const [x, mean, variance, beta, gamma] = [
      noise(108, 1),
      noise(6, 2),
      noise(6, 3).map(Math.abs),
      noise(6, 4),
      noise(6, 5),
    ];
    const expected = x.map((value, i) => {
      const k = i % 6;
      return ((value - mean[k]!) / Math.sqrt(variance[k]! + epsilon)) * gamma[k]! + beta[k]!;
    });
    expectClose(y!, expected, 1e-5);
  });

  test("names both shapes when they disagree", () => {
    tf.tidy(() => {
      const x: tf.Tensor4D = tf.zeros([1, 2, 2, 4]);
      expect(() => batchNormTraining(x, tf.zeros([3]), tf.zeros([4]), epsilon, { relu: true })).toThrow("4 channels");
      const residual: tf.Tensor4D = tf.zeros([1, 2, 2, 3]);
      expect(() => batchNormTraining(x, tf.zeros([4]), tf.zeros([4]), epsilon, { relu: true, residual })).toThrow(
        "1,2,2,3",
      );
    });
  });
});

function options(shape: Shape, relu: boolean, residual: boolean): BatchNormOptions {
  return residual ? { relu, residual: noisy(shape, 4) } : { relu };
}

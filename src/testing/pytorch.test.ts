/** Every op against PyTorch 1.13's values and gradients, on every backend. */
import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { batchNormTraining } from "../kernels/batch-norm/op.ts";
import { softmaxCrossEntropy } from "../kernels/cross-entropy/op.ts";
import { fspLoss, fspMatrices } from "../kernels/fsp/op.ts";
import { momentumStep } from "../kernels/momentum/op.ts";
import { describeEachBackend } from "./backends.ts";
import { expectClose, valuesOf } from "./numbers.ts";

interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

type Named<Name extends string> = Readonly<Record<Name, Numbers>>;
interface Fixtures {
  readonly batchNorm: Named<
    "x" | "gamma" | "beta" | "residual" | "dy" | "y" | "mean" | "variance" | "dx" | "dgamma" | "dbeta" | "dresidual"
  >;
  readonly convolutions: readonly (Named<"x" | "filter" | "dy" | "y" | "dx" | "dfilter"> & {
    readonly stride: number;
    readonly padding: number;
  })[];
  readonly depthwise: readonly (Named<"x" | "filter" | "dy" | "y" | "dx" | "dfilter"> & { readonly stride: number })[];
  readonly fsp: Named<"first" | "last" | "goal" | "matrices" | "loss" | "dfirst" | "dlast">;
  readonly crossEntropy: Named<"logits" | "labels" | "loss" | "dlogits">;
  readonly momentum: Named<"start" | "gradients" | "weight" | "velocity">;
  readonly avgPool: Named<"x" | "dy" | "y" | "dx">;
  readonly maxPool: Named<"x" | "dy" | "y" | "dx">;
}
const file = new URL("fixtures/pytorch.json", import.meta.url);
const fixtures = JSON.parse(await readFile(file, "utf8")) as Fixtures;

const tensor = <R extends tf.Rank>({ shape, values }: Numbers) => tf.tensor<R>([...values], shape as tf.ShapeMap[R]);
const map = tensor<tf.Rank.R4>;
const matrices = tensor<tf.Rank.R3>;
const vector = tensor<tf.Rank.R1>;

/** Float32 on both sides, summed in different orders. */
const tolerance = 2e-5;

/** `f`'s value and its gradients for `dy`, compared with what PyTorch had. */
async function expectSame(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly Numbers[],
  dy: Numbers | null,
  expected: readonly [Numbers, ...Numbers[]],
): Promise<void> {
  const actual = await valuesOf(() => {
    const { value, grads } = tf.valueAndGrads((...given: tf.Tensor[]) => {
      const y = f(...given);
      return tf.sum(dy ? tf.mul(y, tensor(dy)) : y);
    })(inputs.map((input) => tensor(input)));
    value.dispose();
    return [f(...inputs.map((input) => tensor(input))), ...grads];
  });
  expect(actual.length).toBe(expected.length);
  for (const [index, numbers] of expected.entries()) expectClose(actual[index]!, numbers.values, tolerance);
}

await describeEachBackend(() => {
  test("batch norm with residual and ReLU", async () => {
    const { x, gamma, beta, residual, dy, y, mean, variance, dx, dgamma, dbeta, dresidual } = fixtures.batchNorm;
    const run = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, residual: tf.Tensor) => {
      const options = { relu: true, residual: residual as tf.Tensor4D };
      return batchNormTraining(x as tf.Tensor4D, gamma as tf.Tensor1D, beta as tf.Tensor1D, 1e-5, options);
    };
    await expectSame((...given) => run(given[0]!, given[1]!, given[2]!, given[3]!).y, [x, gamma, beta, residual], dy, [
      y,
      dx,
      dgamma,
      dbeta,
      dresidual,
    ]);
    const statistics = await valuesOf(() => {
      const out = run(map(x), vector(gamma), vector(beta), map(residual));
      return [out.mean, out.variance];
    });
    expectClose(statistics[0]!, mean.values, tolerance);
    expectClose(statistics[1]!, variance.values, tolerance);
  });

  describe("convolution", () => {
    test.each(fixtures.convolutions)("of $filter.shape at stride $stride, padding $padding", async (given) => {
      const { stride, padding, x, filter, dy, y, dx, dfilter } = given;
      const pad: tf.backend_util.ExplicitPadding = [
        [0, 0],
        [padding, padding],
        [padding, padding],
        [0, 0],
      ];
      const convolve = (...[x, filter]: tf.Tensor[]) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad);
      await expectSame(convolve, [x, filter], dy, [y, dx, dfilter]);
    });
  });

  describe("depthwise convolution", () => {
    test.each(fixtures.depthwise)("of $filter.shape at stride $stride", async (given) => {
      const { stride, x, filter, dy, y, dx, dfilter } = given;
      const convolve = (...[x, filter]: tf.Tensor[]) =>
        tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, 1);
      await expectSame(convolve, [x, filter], dy, [y, dx, dfilter]);
    });
  });

  test("FSP matrices and their loss", async () => {
    const { first, last, goal, matrices: expected, loss, dfirst, dlast } = fixtures.fsp;
    const [actual] = await valuesOf(() => [fspMatrices(map(first), map(last))]);
    expectClose(actual!, expected.values, tolerance);
    const lossOf = (...[first, last]: tf.Tensor[]) =>
      fspLoss(fspMatrices(first as tf.Tensor4D, last as tf.Tensor4D), matrices(goal));
    await expectSame(lossOf, [first, last], null, [loss, dfirst, dlast]);
  });

  test("cross-entropy", async () => {
    const { logits, labels, loss, dlogits } = fixtures.crossEntropy;
    const lossOf = (...[logits]: tf.Tensor[]) =>
      softmaxCrossEntropy(logits as tf.Tensor2D, tf.tensor1d([...labels.values], "int32"));
    await expectSame(lossOf, [logits], null, [loss, dlogits]);
  });

  test("momentum and decay", async () => {
    const { start, gradients, weight, velocity } = fixtures.momentum;
    const variables = tf.tidy(() => [tf.variable(vector(start)), tf.variable(tf.zerosLike(vector(start)))] as const);
    const size = start.values.length;
    for (let step = 0; step < 3; step++) {
      const gradient = gradients.values.slice(step * size, (step + 1) * size);
      const settings = { rate: 0.1, momentum: 0.9, decay: 0.01 };
      tf.tidy(() => momentumStep([variables[0]], [variables[1]], [tf.tensor1d(gradient)], settings));
    }
    expectClose(await variables[0].data(), weight.values, tolerance);
    expectClose(await variables[1].data(), velocity.values, tolerance);
    tf.dispose([...variables]);
  });

  test.each([
    ["maxPool", tf.maxPool<tf.Tensor4D>],
    ["avgPool", tf.avgPool<tf.Tensor4D>],
  ] as const)("%s by two", async (name, pool) => {
    const { x, dy, y, dx } = fixtures[name];
    await expectSame((...[x]) => pool(x as tf.Tensor4D, 2, 2, "valid"), [x], dy, [y, dx]);
  });
});

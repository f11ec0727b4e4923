import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { fspLoss as lossByDefinition, fspMatrices as matricesByDefinition } from "../../core/fsp.ts";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, noisy, slopes, valuesOf } from "../../testing/numbers.ts";
import { fspLoss, fspMatrices } from "./op.ts";

await describeEachBackend(() => {
  test.each([
    [1, 1, 1, 1, 1],
    [2, 8, 8, 8, 16],
    [3, 7, 9, 4, 8],
    [2, 1, 63, 5, 3],
    [2, 8, 8, 16, 64],
    [1, 32, 32, 32, 12],
    [7, 4, 33, 10, 24],
    [64, 4, 5, 3, 10],
  ])("equals its definition for %i images of %i x %i, %i by %i channels", async (n, h, w, ca, cb) => {
    const [matrices] = await valuesOf(() => [fspMatrices(noisy([n, h, w, ca], 1), noisy([n, h, w, cb], 2))]);
    const expected = matricesByDefinition(noise(n * h * w * ca, 1), noise(n * h * w * cb, 2), [n, h * w, ca, cb]);
    expectClose(matrices!, expected, 1e-5);
  });

  test("the loss equals its definition", async () => {
    const [loss] = await valuesOf(() => [fspLoss(noisy([3, 4, 5], 1), noisy([3, 4, 5], 2))]);
    expectClose(loss!, [lossByDefinition(noise(60, 1), noise(60, 2), 3)], 1e-6);
  });

  test.each([
    [5, 3],
    [8, 8],
    [4, 16],
  ])("the gradients through matrices and loss equal finite differences, %i by %i channels", async (ca, cb) => {
    const [n, h, w] = [2, 3, 3];
    const goal = noise(n * ca * cb, 3);
    const loss = (first: ArrayLike<number>, last: ArrayLike<number>) =>
      lossByDefinition(
        matricesByDefinition(Float64Array.from(first), Float64Array.from(last), [n, h * w, ca, cb]),
        goal,
        n,
      );
    const [first, last] = [noise(n * h * w * ca, 1), noise(n * h * w * cb, 2)];
    const [dfirst, dlast] = await valuesOf(() =>
      tf.grads((first: tf.Tensor, last: tf.Tensor) =>
        fspLoss(fspMatrices(first as tf.Tensor4D, last as tf.Tensor4D), tf.tensor3d(goal, [n, ca, cb])),
      )([noisy([n, h, w, ca], 1), noisy([n, h, w, cb], 2)]),
    );
    expectClose(
      dfirst!,
      slopes((at) => loss(at, last), first),
      1e-5,
    );
    expectClose(
      dlast!,
      slopes((at) => loss(first, at), last),
      1e-5,
    );
  });

  test("names both shapes when positions differ", () => {
    tf.tidy(() => {
      expect(() => fspMatrices(tf.zeros([1, 4, 4, 2]), tf.zeros([1, 2, 2, 2]))).toThrow("[1,4,4,2] and [1,2,2,2]");
    });
  });
});

import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, slopes, valuesOf } from "../../testing/numbers.ts";
import { softmaxCrossEntropy } from "./op.ts";

function definition(logits: ArrayLike<number>, labels: readonly number[]): number {
  const k = logits.length / labels.length;
  const losses = labels.map((label, row) => {
    const values = Array.from({ length: k }, (_, i) => logits[row * k + i]!);
    const top = Math.max(...values);
    return Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0)) + top - values[label]!;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / labels.length;
}

await describeEachBackend((kind) => {
  test.each([
    [1, 2, 1],
    [3, 10, 1],
    [7, 10, 20],
    [64, 100, 5],
    // Past 88 exp leaves float32, past 709 float64.
    [4, 10, 2000],
  ])("equals its definition, and its gradient finite differences, on [%i, %i] logits up to %i", async (n, k, scale) => {
    const logits = noise(n * k).map((value) => value * scale);
    const labels = Array.from({ length: n }, (_, i) => (i * 7) % k);
    const [loss, gradient] = await valuesOf(() => {
      const of = (x: tf.Tensor) => softmaxCrossEntropy(x as tf.Tensor2D, tf.tensor1d(labels, "int32"));
      const { value, grad } = tf.valueAndGrad(of)(tf.tensor2d(logits, [n, k]));
      return [value, grad];
    });
    expectClose(loss!, [definition(logits, labels)], 1e-5);
    expectClose(
      gradient!,
      slopes((at) => definition(at, labels), logits),
      1e-5,
    );
  });

  test("NaN in a logit reaches the loss", async () => {
    const [loss] = await valuesOf(() => [softmaxCrossEntropy(tf.tensor2d([[1, NaN, 3]]), tf.tensor1d([0], "int32"))]);
    // SwiftShader's maximum passes NaN over, as WGSL allows; the exponential does not.
    expect(loss![0], kind).toBeNaN();
  });

  test("labels of another length or type are refused", () => {
    tf.tidy(() => {
      expect(() => softmaxCrossEntropy(tf.zeros([2, 3]), tf.tensor1d([1], "int32"))).toThrow("[1], the logits [2,3]");
      expect(() => softmaxCrossEntropy(tf.zeros([2, 3]), tf.tensor1d([1, 0]))).toThrow("float32");
    });
  });
});

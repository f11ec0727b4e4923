import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, noise, noisy } from "../../testing/numbers.ts";
import { momentumStep } from "./op.ts";

const settings = { rate: 0.1, momentum: 0.9, decay: 0.01 };

await describeEachBackend(() => {
  test.each([1, 4, 7, 144])("three steps on %i numbers equal the definition", async (count) => {
    const before = tf.memory().numTensors;
    const made = tf.tidy(() => ({ weight: tf.variable(noisy([count], 1)), velocity: tf.variable(tf.zeros([count])) }));
    const [w, v] = [Float64Array.from(noise(count, 1)), new Float64Array(count)];
    for (const seed of [2, 3, 4]) {
      tf.tidy(() => momentumStep([made.weight], [made.velocity], [noisy([count], seed)], settings));
      const g = noise(count, seed);
      for (let i = 0; i < count; i++) {
        v[i] = 0.9 * v[i]! + (g[i]! + 0.01 * w[i]!);
        w[i]! -= 0.1 * v[i]!;
      }
    }
    expectClose(await made.weight.data(), w, 1e-6);
    expectClose(await made.velocity.data(), v, 1e-6);
    tf.dispose(made);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("a convolution sees the new filter", async () => {
    const filter = tf.tidy(() => tf.variable(tf.ones<tf.Rank.R4>([1, 1, 4, 4])));
    const velocity = tf.tidy(() => tf.variable(tf.zeros([1, 1, 4, 4])));
    const output = async () => {
      const y = tf.tidy(() =>
        tf.conv2d(tf.ones<tf.Rank.R4>([1, 1, 1, 4]), filter as tf.Tensor as tf.Tensor4D, 1, "valid"),
      );
      const values = await y.data();
      y.dispose();
      return [...values];
    };
    expect(await output()).toEqual([4, 4, 4, 4]);
    tf.tidy(() => momentumStep([filter], [velocity], [tf.ones([1, 1, 4, 4])], { rate: 0.5, momentum: 0, decay: 0 }));
    expect(await output()).toEqual([2, 2, 2, 2]);
    tf.dispose([filter, velocity]);
  });

  test("lists that do not fit are refused by name", () => {
    tf.tidy(() => {
      const weight = tf.variable(tf.zeros([2]), true, "stem.kernel");
      expect(() => momentumStep([weight], [], [], settings)).toThrow("1 weights, 0 velocities");
      expect(() => momentumStep([weight], [tf.variable(tf.zeros([2]))], [tf.zeros([3])], settings)).toThrow(
        '"stem.kernel"',
      );
      tf.disposeVariables();
    });
  });
});

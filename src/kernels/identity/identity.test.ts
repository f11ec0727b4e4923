import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";

await describeEachBackend(() => {
  test.each(["first", "second"])("a clone and its original outlive each other, the %s", async (which) => {
    const original = tf.tensor1d([1, 2, 3]);
    const copy = tf.clone(original);
    expect(tf.memory().numDataBuffers).toBe(1);
    const [gone, left] = which === "first" ? [original, copy] : [copy, original];
    gone.dispose();
    // Takes the memory of what was freed, if it was.
    const other = tf.tensor1d([7, 8, 9]);
    expect([...(await left.data())]).toEqual([1, 2, 3]);
    tf.dispose([left, other]);
    expect(tf.memory().numDataBuffers).toBe(0);
  });
}, ["cpu", "wasm"]);

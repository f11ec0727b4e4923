/** Numbers for tests: made, compared, and differentiated. */
import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";

/** `count` numbers in -1..1 that look like noise and are the same everywhere: a multiplicative hash of the index. */
export function noise(count: number, seed = 1): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => {
    let bits = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
    bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 31 - 1;
  });
}

export function noisy<R extends tf.Rank>(shape: tf.ShapeMap[R], seed = 1): tf.Tensor<R> {
  return tf.tensor(noise(tf.util.sizeFromShape(shape), seed), shape);
}

/** Equal up to `tolerance` times the largest expected number. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let [worst, largest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    // Math.max passes NaN on.
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  expect(worst).toBeLessThanOrEqual(tolerance * Math.max(largest, 1e-6));
}

/** The derivatives of `f` at `at` by central differences; exact to about 1e-9 for a smooth f in float64. */
export function slopes(f: (at: Float64Array) => number, at: ArrayLike<number>, step = 1e-4): Float64Array {
  const point = Float64Array.from(at);
  return point.map((value, i) => {
    point[i] = value + step;
    const above = f(point);
    point[i] = value - step;
    const below = f(point);
    point[i] = value;
    return (above - below) / (2 * step);
  });
}

/** What `make` returns, read back; everything that it made is freed, and a leak fails the test. */
export async function valuesOf(make: () => tf.Tensor[]): Promise<Float32Array[]> {
  const before = tf.memory().numTensors;
  const tensors = tf.tidy(make);
  const values = await Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
  tf.dispose(tensors);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

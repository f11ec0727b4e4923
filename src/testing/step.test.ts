/** Whole training steps of a small residual network: wasm against the plain reference. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { resnet } from "../core/families/resnet.ts";
import type { Match } from "../core/pairs.ts";
import { matchingOf } from "../core/pairs.ts";
import { matricesBySide, tapsOf } from "../engine/fsp-matrices.ts";
import { Learner } from "../engine/learner.ts";
import { forward } from "../models/forward.ts";
import { disposeWeights, initialWeights, toTensors } from "../models/weights.ts";
import { openTestBackend } from "./backends.ts";
import { expectClose, noise } from "./numbers.ts";

const network = resnet([8, 8, 3], 8, 4, 10);
const settings = { rate: 0.02, momentum: 0.9, decay: 0.001 };

/** The weights and all losses after two steps of stage 1 and two of stage 2. */
async function trained(
  kind: "cpu" | "wasm",
): Promise<{ losses: number[]; weights: ReadonlyMap<string, Float32Array> }> {
  const backend = await openTestBackend(kind);
  const learner = new Learner(network, initialWeights(network, "student", 1));
  const images = tf.tensor4d(noise(8 * 192), [8, 8, 8, 3]);
  const labels = tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7], "int32");
  const { matches } = matchingOf(network, network, "first-layer");
  const goal = goalOf(images, matches);
  const before = tf.memory().numTensors;
  const losses: number[] = [];
  try {
    for (let step = 0; step < 2; step++)
      losses.push((await learner.fspStep(images, matches, goal, () => 1e-3, settings)).loss);
    learner.resetMomentum();
    for (let step = 0; step < 2; step++) losses.push((await learner.taskStep(images, labels, settings)).loss);
    const weights = await learner.arrays();
    learner.resetMomentum();
    expect(tf.memory().numTensors).toBe(before);
    return { losses, weights };
  } finally {
    learner.dispose();
    tf.dispose([images, labels, ...goal.values()]);
    backend.close();
  }
}

/** The matrices of a teacher of the same shape and other weights; the caller disposes them. */
function goalOf(images: tf.Tensor4D, matches: readonly Match[]): Map<string, tf.Tensor3D> {
  const weights = toTensors(network, initialWeights(network, "teacher", 2));
  const goal = tf.tidy(() => {
    const taps = forward(network, weights, images, tapsOf(matches.map((match) => match.teacher)), null);
    return [...matricesBySide(matches, "teacher", taps)].map(([name, matrix]) => [name, tf.keep(matrix)] as const);
  });
  disposeWeights(weights);
  return new Map(goal);
}

test("wasm learns as the reference does, and the same each time", async () => {
  const [reference, wasm, again] = [await trained("cpu"), await trained("wasm"), await trained("wasm")];
  expect(again).toEqual(wasm);
  expectClose(wasm.losses, reference.losses, 1e-4);
  for (const [name, values] of wasm.weights) expectClose(values, reference.weights.get(name)!, 1e-3);
});

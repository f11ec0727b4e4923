/** Whole steps of a small residual network, of all stages: every machine against tfjs's tape on the plain reference. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { BatchStream } from "../data/batches.ts";
import type { Learner, Steps } from "../engine/learner.ts";
import { MachineLearner } from "../engine/machine-learner.ts";
import { TapeLearner } from "../engine/tape-learner.ts";
import { layoutOf } from "../models/arena.ts";
import { initialWeights } from "../models/weights.ts";
import { openTestBackend } from "./backends.ts";
import { definitionMachine } from "./definition-machine.ts";
import type { OpenMachine } from "./machines.ts";
import { openWasmMachine } from "./wasm-machine.ts";
import { describeWebgpu, openWebgpuMachine } from "./webgpu-machine.ts";
import { expectClose } from "./numbers.ts";
import { images, matches, network, settings, statistics, teacher } from "./small-training.ts";

interface Trained {
  readonly losses: number[];
  /** Loss and accuracy on all images, and the matrices of the first three. */
  readonly looks: number[];
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** Four steps of stage 1 without crops (an epoch is two and a half), three of stage 2 with. */
async function trained(learner: Learner): Promise<Trained> {
  const losses: number[] = [];
  const take = async (steps: Steps<{ readonly loss: number }>, stepCount: number) => {
    try {
      for (let done = 0; done < stepCount; done++) losses.push((await steps.run(done, 1, () => settings))[0]!.loss);
    } finally {
      steps.dispose();
    }
  };
  const goal = { teacher, matches, lambdaOf: () => 1e-3, comparison: null };
  const size = network.input;
  const still = new BatchStream(images, size, 8, { crop: false, flip: true }, 1, 1);
  await take(await learner.fspSteps(still, statistics, goal), 4);
  learner.resetMomentum();
  await take(
    await learner.taskSteps(new BatchStream(images, size, 8, { crop: true, flip: true }, 1, 2), statistics),
    3,
  );
  const evaluator = await learner.evaluator(images, statistics);
  const { loss, accuracy } = await evaluator.evaluate(async () => {});
  evaluator.dispose();
  const few = { pixels: images.pixels.subarray(0, 3 * 192), labels: images.labels.subarray(0, 3) };
  const pairs = matches.map((match) => match.student);
  const observer = await learner.observer(few, statistics, pairs);
  const matrices = await observer.matrices();
  observer.dispose();
  const weights = await learner.arrays();
  learner.dispose();
  return { losses, looks: [loss, accuracy, ...matrices.flatMap((values) => [...values])], weights };
}

async function onTape(): Promise<Trained> {
  const backend = await openTestBackend("cpu");
  try {
    const before = tf.memory().numTensors;
    const result = await trained(new TapeLearner(network, initialWeights(network, "student", 1)));
    expect(tf.memory().numTensors).toBe(before);
    return result;
  } finally {
    backend.close();
  }
}

async function onMachine(open: OpenMachine): Promise<Trained> {
  // tfjs holds a copy of the weights.
  const backend = await openTestBackend("cpu");
  try {
    const layout = layoutOf(network);
    const machine = await open(layout.lengths);
    const before = tf.memory().numTensors;
    const result = await trained(new MachineLearner(network, initialWeights(network, "student", 1), layout, machine));
    expect(tf.memory().numTensors).toBe(before);
    return result;
  } finally {
    backend.close();
  }
}

function expectSame(actual: Trained, expected: Trained, tolerance: number): void {
  expectClose(actual.losses, expected.losses, tolerance);
  expectClose(actual.looks, expected.looks, 10 * tolerance);
  for (const [name, values] of actual.weights) expectClose(values, expected.weights.get(name)!, 10 * tolerance);
}

test("the definition of a step learns as the tape does", async () => {
  expectSame(await onMachine(definitionMachine), await onTape(), 1e-4);
});

test("the wasm machine learns as the tape does, and the same each time", async () => {
  const learned = await onMachine(openWasmMachine);
  expect(await onMachine(openWasmMachine)).toEqual(learned);
  expectSame(learned, await onTape(), 1e-4);
});

await describeWebgpu("the WebGPU machine", () => {
  test("learns as the tape does, and the same each time", { timeout: 120_000 }, async () => {
    const learned = await onMachine(openWebgpuMachine);
    expect(await onMachine(openWebgpuMachine)).toEqual(learned);
    expectSame(learned, await onTape(), 1e-4);
  });
});

/** Whole steps of small networks, of all stages: every machine against tfjs's tape on the plain reference. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { usualBlock } from "../core/custom-blocks.ts";
import { customFaults } from "../core/custom-faults.ts";
import type { CustomBlock, CustomSpec } from "../core/experiment.ts";
import { customNetwork } from "../core/families/custom.ts";
import { matchingOf } from "../core/matching.ts";
import type { Network } from "../core/network.ts";
import type { Match } from "../core/pairs.ts";
import { BatchStream } from "../data/batches.ts";
import type { Learner, Steps } from "../engine/learner.ts";
import { MachineLearner } from "../engine/machine-learner.ts";
import { TapeLearner } from "../engine/tape-learner.ts";
import { layoutOf } from "../models/arena.ts";
import { unitsOf } from "../models/units.ts";
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

interface Student {
  readonly network: Network;
  readonly matches: readonly Match[];
}

const residual: Student = { network, matches };
/** What machines know of what can be drawn, with odd widths and every kernel. */
const drawn = (() => {
  const blocks = (...changes: readonly Partial<CustomBlock>[]) => ({
    blocks: changes.map((change) => ({ ...usualBlock, ...change })),
  });
  const spec: CustomSpec = {
    kind: "custom",
    stem: 4,
    sections: [
      blocks(
        { channels: 7, kernel: 7 },
        { channels: 7, kernel: 5, shortcut: "identity" },
        { channels: 4, shortcut: "projection" },
      ),
      blocks(
        { channels: 5, type: "double", stride: 2, shortcut: "projection" },
        { channels: 5, type: "double", shortcut: "identity" },
        { channels: 8, kernel: 1 },
      ),
      blocks({ channels: 9, stride: 2 }, { channels: 16, kernel: 1, shortcut: "projection" }),
    ],
  };
  expect(customFaults(spec, network.input)).toEqual([]);
  const own = customNetwork(network.input, spec, 10);
  expect(unitsOf(own, [own.output])).not.toBeNull();
  return { network: own, matches: matchingOf(teacher.network, own, "section-input").matches };
})();
const students = [
  ["a residual network", residual],
  ["a network drawn by hand", drawn],
] as const;

/** Four steps of stage 1 without crops (an epoch is two and a half), three of stage 2 with. */
async function trained(learner: Learner, { network, matches }: Student): Promise<Trained> {
  const losses: number[] = [];
  const take = async (steps: Steps<{ readonly loss: number }>, stepCount: number) => {
    try {
      for (let done = 0; done < stepCount; done++) losses.push((await steps.run(done, 1, () => settings))[0]!.loss);
    } finally {
      steps.dispose();
    }
  };
  expect(matches).toHaveLength(3);
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

async function onTape(student: Student): Promise<Trained> {
  const { network } = student;
  const backend = await openTestBackend("cpu");
  try {
    const before = tf.memory().numTensors;
    const result = await trained(new TapeLearner(network, initialWeights(network, "student", 1)), student);
    expect(tf.memory().numTensors).toBe(before);
    return result;
  } finally {
    backend.close();
  }
}

async function onMachine(open: OpenMachine, student: Student): Promise<Trained> {
  const { network } = student;
  // tfjs holds a copy of the weights.
  const backend = await openTestBackend("cpu");
  try {
    const layout = layoutOf(network);
    const machine = await open(layout.lengths);
    const before = tf.memory().numTensors;
    const learner = new MachineLearner(network, initialWeights(network, "student", 1), layout, machine);
    const result = await trained(learner, student);
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

describe.each(students)("%s", (_name, student) => {
  test("learns by the definition of a step as by the tape", async () => {
    expectSame(await onMachine(definitionMachine, student), await onTape(student), 1e-4);
  });

  test("learns on the wasm machine as by the tape, and the same each time", async () => {
    const learned = await onMachine(openWasmMachine, student);
    expect(await onMachine(openWasmMachine, student)).toEqual(learned);
    expectSame(learned, await onTape(student), 1e-4);
  });
});

await describeWebgpu("the WebGPU machine", () => {
  test.each(students)(
    "teaches %s as the tape does, and the same each time",
    { timeout: 120_000 },
    async (_name, student) => {
      const learned = await onMachine(openWebgpuMachine, student);
      expect(await onMachine(openWebgpuMachine, student)).toEqual(learned);
      expectSame(learned, await onTape(student), 1e-4);
    },
  );
});

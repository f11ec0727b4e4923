/** Every family learns, on every backend that can train, and the same each time. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { BackendKind } from "../core/backend-kind.ts";
import { networkFor } from "../core/build-network.ts";
import type { CustomBlock, NetworkSpec } from "../core/experiment.ts";
import type { Network } from "../core/network.ts";
import { matchingOf } from "../core/matching.ts";
import { BatchStream } from "../data/batches.ts";
import type { Learner } from "../engine/learner.ts";
import { evaluation } from "../engine/learner.ts";
import { openLearner } from "../engine/open-learner.ts";
import type { TrainedTeacher } from "../engine/trained-teacher.ts";
import { initialWeights } from "../models/weights.ts";
import { missing, openTestBackend } from "./backends.ts";
import { testParts } from "./lab-parts.ts";
import { expectClose, noise } from "./numbers.ts";

const side = 8;
const count = 16;
const imageBytes = side * side * 3;
/** Noise that is brighter from class to class. */
const images = {
  pixels: Uint8Array.from(
    noise(count * imageBytes),
    (value, i) => (value + 1) * 64 + 40 * (Math.floor(i / imageBytes) % 4),
  ),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 4),
};
const statistics = { mean: [0.5, 0.5, 0.5], deviation: [0.3, 0.3, 0.3] };
const build = (spec: NetworkSpec): Network => networkFor(spec, [side, side, 3], 4);
const still = { crop: false, flip: false };

const block: CustomBlock = {
  type: "conv",
  channels: 4,
  kernel: 3,
  stride: 1,
  norm: "batch",
  shortcut: "none",
  pool: "none",
  dropout: 0,
};
/** One of everything that can be drawn. */
const drawn: NetworkSpec = {
  kind: "custom",
  stem: 4,
  sections: [
    { blocks: [block, { ...block, shortcut: "identity", dropout: 0.1 }] },
    {
      blocks: [
        { ...block, channels: 8, pool: "max" },
        { ...block, channels: 8, shortcut: "projection", norm: "none" },
      ],
    },
    {
      blocks: [
        { ...block, channels: 16, type: "depthwise", stride: 2 },
        { ...block, channels: 16, kernel: 1 },
      ],
    },
  ],
};

/** The smallest of each family; without batch norm rates must be smaller. */
const specs: readonly { readonly spec: NetworkSpec; readonly rate: number }[] = [
  { spec: { kind: "preact-resnet", depth: 8, width: 4 }, rate: 0.05 },
  { spec: { kind: "wide-resnet", depth: 10, width: 4, dropout: 0.2 }, rate: 0.05 },
  { spec: { kind: "vgg", depth: 9, width: 4, dropout: 0.2 }, rate: 0.05 },
  { spec: { kind: "plain", depth: 8, width: 4 }, rate: 0.02 },
  { spec: { kind: "mobilenet", depth: 14, width: 4 }, rate: 0.05 },
  { spec: drawn, rate: 0.02 },
];

/** A network that has learned a little: until then its norms' running statistics say nothing of its features. */
async function trainedTeacher(kind: "resnet" | "preact-resnet"): Promise<TrainedTeacher> {
  const backend = await openTestBackend("wasm");
  try {
    const network = build({ kind, depth: 14, width: 4 });
    const learner = await openLearner(network, initialWeights(network, "teacher", 2), testParts("wasm"));
    const task = await learner.taskSteps(new BatchStream(images, network.input, count, still, 1, 0), statistics);
    await task.run(0, 40, () => ({ rate: 0.05, momentum: 0.9, decay: 1e-4 }));
    const weights = await learner.arrays();
    task.dispose();
    learner.dispose();
    const scores = { validation: 0, test: 0 };
    return { network, weights, statistics, scores, weightsHash: "", iterations: 40, origin: null, reports: [] };
  } finally {
    backend.close();
  }
}
const residual = await trainedTeacher("resnet");
const preactivated = await trainedTeacher("preact-resnet");

interface Learned {
  readonly fspLosses: number[];
  readonly taskLosses: number[];
  /** On all images after the steps. */
  readonly loss: number;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

async function learned(kind: BackendKind, spec: NetworkSpec, rate: number, steps: number): Promise<Learned> {
  const backend = await openTestBackend(kind);
  try {
    const parts = testParts(kind);
    const network = build(spec);
    const before = tf.memory().numTensors;
    const learner = await openLearner(network, initialWeights(network, "student", 1), parts);
    try {
      const fspLosses = await fspLossesOf(learner, spec.kind === "preact-resnet" ? preactivated : residual, steps);
      learner.resetMomentum();
      const task = await learner.taskSteps(new BatchStream(images, network.input, count, still, 1, 2), statistics);
      const outcomes = await task.run(0, steps, () => ({ rate, momentum: 0.9, decay: 1e-4 }));
      task.dispose();
      const { loss } = await evaluation(learner, images, statistics, parts.breathe);
      const result = { fspLosses, taskLosses: outcomes.map((outcome) => outcome.loss), loss };
      return { ...result, weights: await learner.arrays() };
    } finally {
      learner.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  } finally {
    backend.close();
  }
}

/** From the pairs of a teacher of the same width. */
async function fspLossesOf(learner: Learner, teacher: TrainedTeacher, steps: number): Promise<number[]> {
  const { matches } = matchingOf(teacher.network, learner.network, "section-input");
  expect(matches).toHaveLength(3);
  const stream = new BatchStream(images, learner.network.input, count, still, 1, 1);
  const fsp = await learner.fspSteps(stream, statistics, { teacher, matches, lambdaOf: () => 1e-3, comparison: null });
  const outcomes = await fsp.run(0, steps, () => ({ rate: 0.02, momentum: 0.9, decay: 0 }));
  fsp.dispose();
  return outcomes.map((outcome) => outcome.loss);
}

describe.each(specs)("a $spec.kind network", ({ spec, rate }) => {
  test("learns both stages on wasm, bit for bit the same each time, and leaves no tensor", async () => {
    const once = await learned("wasm", spec, rate, 40);
    const { fspLosses, taskLosses, loss } = once;
    expect(fspLosses.at(-1)!).toBeLessThan(0.9 * fspLosses[0]!);
    expect(Math.min(...taskLosses.slice(-3))).toBeLessThan(0.7 * taskLosses[0]!);
    expect(Number.isFinite(loss)).toBe(true);
    expect(await learned("wasm", spec, rate, 40)).toEqual(once);
  });

  test("takes the same steps on wasm as on the plain reference", async () => {
    expectSame(await learned("wasm", spec, rate, 1), await learned("cpu", spec, rate, 1));
  });
});

const noGpu = await missing("webgpu");
describe.skipIf(noGpu !== null)(`on WebGPU${noGpu === null ? "" : ` (skipped: ${noGpu})`}`, () => {
  test.each(specs)("a $spec.kind network takes the reference's steps", { timeout: 240_000 }, async ({ spec, rate }) => {
    expectSame(await learned("webgpu", spec, rate, 1), await learned("cpu", spec, rate, 1));
  });
});

/** Sums run in different orders, and a step of training spreads that. */
function expectSame(actual: Learned, expected: Learned): void {
  expectClose(actual.fspLosses, expected.fspLosses, 1e-4);
  expectClose(actual.taskLosses, expected.taskLosses, 1e-4);
  expectClose([actual.loss], [expected.loss], 1e-3);
  for (const [name, values] of actual.weights) expectClose(values, expected.weights.get(name)!, 1e-3);
}

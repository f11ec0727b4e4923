/** What training takes on wasm, beside what the page says before it begins. */
import { expect, test } from "vitest";
import { imageSizeOf, studentNetwork } from "../core/build-network.ts";
import { memoryOf } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import { costsOf } from "../core/network.ts";
import { matchingOf } from "../core/matching.ts";
import { BatchStream } from "../data/batches.ts";
import { MachineLearner } from "../engine/machine-learner.ts";
import { openHost } from "../kernels/wasm/host.ts";
import { WasmMachine } from "../kernels/wasm/machine.ts";
import { layoutOf } from "../models/arena.ts";
import { initialWeights } from "../models/weights.ts";
import { openTestBackend } from "./backends.ts";
import { tinyExperiment } from "./lab-parts.ts";
import { statistics } from "./small-training.ts";

/** Bytes, of the machine's memory and tfjs's copy of the weights, while stage 2 trains and everything is looked at. */
async function taken(experiment: Experiment): Promise<number> {
  const network = studentNetwork(experiment);
  const layout = layoutOf(network);
  const backend = await openTestBackend("cpu");
  try {
    const host = await openHost();
    const machine = new WasmMachine(host, layout.lengths);
    const learner = new MachineLearner(network, initialWeights(network, "student", 1), layout, machine);
    const count = 100;
    const pixels = new Uint8Array(count * imageSizeOf(experiment.data).reduce((all, side) => all * side, 1));
    const images = { pixels, labels: new Uint8Array(count) };
    const batches = new BatchStream(images, network.input, experiment.batch, experiment.augment, 1, 2);
    await learner.taskSteps(batches, statistics);
    await learner.evaluator(images, statistics);
    const pairs = matchingOf(network, network, "section-input").matches.map((match) => match.student);
    const probe = { pixels: pixels.slice(0, (32 * pixels.length) / count), labels: images.labels.slice(0, 32) };
    await learner.observer(probe, statistics, pairs);
    const bytes = host.memory.memory.buffer.byteLength + 4 * costsOf(network).parameters;
    learner.dispose();
    return bytes;
  } finally {
    backend.close();
  }
}

test.each([
  [8, 4, 8],
  [8, 16, 16],
  [26, 16, 2],
  [32, 64, 2],
] as const)("ResNet-%i of width %i at batch %i takes no more than its estimate", async (depth, width, batch) => {
  const experiment: Experiment = {
    ...tinyExperiment,
    data: { kind: "shapes", training: 100, validation: 100, test: 100, classes: 6, difficulty: 0, seed: 1 },
    teacher: { ...tinyExperiment.teacher, network: { kind: "resnet", depth, width: 4 } },
    student: { kind: "resnet", depth, width },
    batch,
  };
  const [bytes, estimate] = [await taken(experiment), memoryOf(experiment)];
  expect(bytes).toBeLessThan(estimate);
  // Nor is the estimate a number that fits everything.
  expect(bytes).toBeGreaterThan(estimate / 2);
});

/**
 * Times one training step, and says which kernels it goes to.
 * `npx vite build -c vite.lab.config.ts --ssr bench/step.ts --outDir build/step && node build/step/main.js wasm 8 64`
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { installDawn } from "../src/cli/dawn.ts";
import { backendKinds } from "../src/core/backend-kind.ts";
import { resnet } from "../src/core/families/resnet.ts";
import { matchingOf } from "../src/core/matching.ts";
import { BatchStream } from "../src/data/batches.ts";
import { openBackend } from "../src/engine/backend.ts";
import type { Learner, Steps } from "../src/engine/learner.ts";
import { MachineLearner } from "../src/engine/machine-learner.ts";
import { TapeLearner } from "../src/engine/tape-learner.ts";
import { layoutOf } from "../src/models/arena.ts";
import { initialWeights } from "../src/models/weights.ts";
import { selfTimes } from "./self-times.ts";

const [kindGiven = "wasm", widthGiven = "8", batchGiven = "64", sizeGiven = "32", channelsGiven = "3"] =
  process.argv.slice(2);
const kind = backendKinds.find((known) => known === kindGiven);
if (!kind) throw new RangeError(`"${kindGiven}" is no backend`);
const [batch, size, channels] = [Number(batchGiven), Number(sizeGiven), Number(channelsGiven)];
const width = ([4, 8, 16] as const).find((known) => String(known) === widthGiven) ?? 8;

if (kind === "webgpu") await installDawn(["backend=vulkan"]);
const project = createRequire(join(process.cwd(), "package.json"));
const wasm = new Uint8Array(
  await readFile(project.resolve("@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm")),
);
const backend = await openBackend(kind, { wasm, engine: "fast" });

const network = resnet([size, size, channels], 8, width, 10);
const initial = initialWeights(network, "student", 1);
const teacher = {
  network: resnet([size, size, channels], 14, width, 10),
  weights: initialWeights(resnet([size, size, channels], 14, width, 10), "teacher", 1),
  statistics: { mean: Array(channels).fill(0.5), deviation: Array(channels).fill(0.25) },
  scores: { validation: 0, test: 0 },
  weightsHash: "",
  iterations: 0,
  origin: null,
  reports: [],
};
const { matches } = matchingOf(teacher.network, network, "section-input");
const images = {
  pixels: Uint8Array.from({ length: 4 * batch * size * size * channels }, (_, i) => (i * 2654435761) >>> 24),
  labels: Uint8Array.from({ length: 4 * batch }, (_, i) => i % 10),
};
const still = { crop: false, flip: false };
const settings = { rate: 0.01, momentum: 0.9, decay: 0.0001 };
const batches = (stage: number, augment: typeof still) =>
  new BatchStream(images, network.input, batch, augment, 1, stage);

await report("tape", new TapeLearner(network, initial));
if (backend.openMachine) {
  const layout = layoutOf(network);
  await report("machine", new MachineLearner(network, initial, layout, await backend.openMachine(layout.lengths)));
}
backend.close();
process.exit(0);

async function report(engine: string, learner: Learner): Promise<void> {
  const goal = { teacher, matches, lambdaOf: () => 1e-4, comparison: null };
  const { statistics } = teacher;
  await time(`${engine}, stage 2`, await learner.taskSteps(batches(2, still), statistics));
  await time(`${engine}, stage 1`, await learner.fspSteps(batches(1, { crop: true, flip: false }), statistics, goal));
  await time(`${engine}, stage 1 cached`, await learner.fspSteps(batches(1, still), statistics, goal));
  learner.dispose();
}

async function time(name: string, steps: Steps<{ readonly loss: number }>): Promise<void> {
  let done = 0;
  const step = async () => (await steps.run(done++, 1, () => settings))[0]!;
  const losses: number[] = [];
  for (let i = 0; i < 5; i++) losses.push((await step()).loss);
  const { numTensors } = tf.memory();
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (let i = 0; i < 12; i++) {
    const from = performance.now();
    await step();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  // What other programs do on this machine adds to the wall's time and hardly to this one.
  const { user, system } = process.cpuUsage(cpu);
  const leaked = tf.memory().numTensors - numTensors;
  const figures = `median ${times[6]!.toFixed(1)} ms, least ${times[0]!.toFixed(1)} ms, CPU ${((user + system) / 12_000).toFixed(1)} ms`;
  print(
    `${name}: ResNet-8 width ${width}, batch ${batch}, ${size}x${size}x${channels}, ${kind}: ${figures}; ${leaked} tensors leaked; losses ${losses.slice(0, 2).join(", ")}`,
  );
  const { rows, total } = await selfTimes(kind!, step);
  for (const row of rows.slice(0, 12)) print(`  ${row.name.padEnd(26)} ${row.calls} calls ${row.ms.toFixed(2)} ms`);
  if (total > 0) print(`  all kernels ${total.toFixed(1)} ms`);
  steps.dispose();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

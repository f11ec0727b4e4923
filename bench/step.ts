/**
 * Times one training step, and says which kernels it goes to.
 * `npx vite build -c vite.lab.config.ts --ssr bench/step.ts --outDir build/bench && node build/bench/main.js wasm 8 64`
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { installDawn } from "../src/cli/dawn.ts";
import { backendKinds } from "../src/core/backend-kind.ts";
import { resnet } from "../src/core/families/resnet.ts";
import type { Match } from "../src/core/pairs.ts";
import { matchingOf } from "../src/core/pairs.ts";
import { openBackend } from "../src/engine/backend.ts";
import { Learner } from "../src/engine/learner.ts";
import { matricesBySide, tapsOf } from "../src/engine/fsp-matrices.ts";
import { forward } from "../src/models/forward.ts";
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
const learner = new Learner(network, initialWeights(network, "student", 1));
const pixels = Float32Array.from({ length: batch * size * size * channels }, (_, i) => Math.sin(i * 12.9898) * 1.7);
const labels = tf.tensor1d(
  Array.from({ length: batch }, (_, i) => i % 10),
  "int32",
);
const images = tf.tensor4d(pixels, [batch, size, size, channels]);
const settings = { rate: 0.01, momentum: 0.9, decay: 0.0001 };
const matches: readonly Match[] = matchingOf(network, network, "first-layer").matches;
const goal = new Map(
  tf.tidy(() =>
    [
      ...matricesBySide(
        matches,
        "teacher",
        forward(network, learner.weights, images, tapsOf(matches.map((match) => match.teacher)), null),
      ),
    ].map(([name, matrix]) => [name, tf.keep(tf.mul<tf.Tensor3D>(matrix, 0.9))] as const),
  ),
);

await report("stage 2", () => learner.taskStep(images, labels, settings));
await report("stage 1", () => learner.fspStep(images, matches, goal, () => 1, settings));
await report("inference", async () => {
  const logits = tf.tidy(() => forward(network, learner.weights, images, [network.output], null).get(network.output)!);
  const values = await logits.data();
  logits.dispose();
  return { loss: values[0]! };
});
backend.close();
process.exit(0);

async function report(name: string, step: () => Promise<{ loss: number }>): Promise<void> {
  const losses = [await step(), await step()].map(({ loss }) => loss);
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
    `${name}: ResNet-8 width ${width}, batch ${batch}, ${size}x${size}x${channels}, ${kind}: ${figures}; ${leaked} tensors leaked; losses ${losses.join(", ")}`,
  );
  const { rows, total } = await selfTimes(kind!, step);
  for (const row of rows.slice(0, 12)) print(`  ${row.name.padEnd(26)} ${row.calls} calls ${row.ms.toFixed(2)} ms`);
  print(`  all kernels ${total.toFixed(1)} ms`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

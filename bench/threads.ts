/**
 * How much faster several threads take a training step than one; on wasm, in Node. Every count has a host of its own, all
 * are warmed up, then asked in turn.
 * `npx vite build -c vite.lab.config.ts --ssr bench/threads.ts --outDir build/threads && node build/threads/main.js 8 64`
 */
import { availableParallelism } from "node:os";
import { levelsOf } from "../src/data/batches.ts";
import type { CompiledRoutine } from "../src/kernels/routine/machine.ts";
import { WasmMachine } from "../src/kernels/wasm/machine.ts";
import { openThreadedHost } from "../src/kernels/wasm/threads.ts";
import { layoutOf } from "../src/models/arena.ts";
import { taskRoutine } from "../src/models/step-routine.ts";
import { startNodeWorker } from "../src/testing/node-threads.ts";
import type { Depth } from "./cases.ts";
import { imagesOf, statistics, studentOf, taskSettings } from "./inputs.ts";

const [depthGiven = "8", batchGiven = "64"] = process.argv.slice(2);
const depth = ([8, 14, 20, 26, 32] as const satisfies readonly Depth[]).find((known) => String(known) === depthGiven);
if (!depth) throw new RangeError(`there is no ResNet-"${depthGiven}"`);
const batch = Number(batchGiven);
const rounds = 15;

interface Runner {
  readonly threads: number;
  /** One step; gives its milliseconds. */
  readonly step: () => Promise<number>;
  /** The weights' bits. */
  readonly weights: () => Promise<Float32Array>;
  readonly close: () => void;
}

const runners: Runner[] = [];
for (let threads = 1; threads <= availableParallelism(); threads++) runners.push(await runnerWith(threads));
const times = runners.map((): number[] => []);
/** Of all threads together, ms. */
const busy = runners.map(() => 0);
for (let round = 0; round < rounds; round++) {
  for (const [index, { step }] of runners.entries()) {
    const before = process.cpuUsage();
    times[index]!.push(await step());
    const { user, system } = process.cpuUsage(before);
    busy[index]! += (user + system) / 1000;
  }
}
const [alone] = times.map(median);
const expected = await runners[0]!.weights();
for (const [index, { threads, weights }] of runners.entries()) {
  const ms = median(times[index]!);
  const least = Math.min(...times[index]!);
  const equal = (await weights()).every((value, i) => Object.is(value, expected[i]));
  process.stdout.write(
    `ResNet-${depth} width 16, batch ${batch}, stage 2, ${threads} of ${availableParallelism()} cores: median ${ms.toFixed(1)} ms, least ${least.toFixed(1)} ms, CPU ${(busy[index]! / rounds).toFixed(1)} ms, ${(alone! / ms).toFixed(2)}x one thread, ${equal ? "the same bits" : "OTHER BITS"}\n`,
  );
}
for (const { close } of runners) close();

async function runnerWith(threads: number): Promise<Runner> {
  const { host, trouble } = await openThreadedHost({ count: threads, startWorker: startNodeWorker });
  if (trouble !== null) throw new Error(`${threads} threads cannot be had: ${trouble}`);
  const { network, weights } = studentOf(depth!);
  const layout = layoutOf(network);
  const machine = new WasmMachine(host, layout.lengths);
  for (const [name, place] of layout.places) machine.write(place, weights.get(name)!);
  const { routine } = taskRoutine(network, layout, batch, levelsOf(statistics))!;
  const compiled = await machine.compile(routine, imagesOf(batch));
  for (let warmUp = 0; warmUp < 3; warmUp++) await timed(compiled);
  return {
    threads,
    step: () => timed(compiled),
    weights: () => machine.read({ memory: "weights", offset: 0, length: layout.lengths.weights }),
    close: () => host.close(),
  };
}

async function timed(compiled: CompiledRoutine): Promise<number> {
  const samples = Int32Array.from({ length: 4 * batch }, (_, i) => (i % 4 === 0 ? i / 4 : 0));
  const from = performance.now();
  compiled.run({ samples, ...taskSettings, prelude: false });
  const ms = performance.now() - from;
  await compiled.results();
  return ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

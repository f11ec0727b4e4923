/**
 * Which call of a routine takes the time: each is compiled alone and replayed, so that what it costs can be seen.
 * `npx vite build -c vite.lab.config.ts --ssr bench/calls.ts --outDir build/calls && node build/calls/main.js webgpu 8 16`
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { installDawn } from "../src/cli/dawn.ts";
import { backendKinds } from "../src/core/backend-kind.ts";
import { levelsOf } from "../src/data/batches.ts";
import { openBackend } from "../src/engine/backend.ts";
import type { Call, Routine } from "../src/kernels/routine/routine.ts";
import type { Machine } from "../src/kernels/routine/machine.ts";
import { layoutOf } from "../src/models/arena.ts";
import { fspRoutine, taskRoutine } from "../src/models/step-routine.ts";
import type { Depth } from "./cases.ts";
import { imagesOf, matchesWith, statistics, studentOf, teacher } from "./inputs.ts";

const [kindGiven = "webgpu", depthGiven = "8", batchGiven = "16"] = process.argv.slice(2);
const kind = backendKinds.find((known) => known === kindGiven);
const depth = ([8, 14, 20, 26, 32] as const satisfies readonly Depth[]).find((known) => String(known) === depthGiven);
if (!kind || !depth) throw new RangeError(`"${kindGiven}" or "${depthGiven}" is unknown`);
const batch = Number(batchGiven);

if (kind === "webgpu") await installDawn(["backend=vulkan"]);
const project = createRequire(join(process.cwd(), "package.json"));
const wasm = new Uint8Array(
  await readFile(project.resolve("@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm")),
);
const backend = await openBackend(kind, { wasm, engine: "fast" });
if (!backend.openMachine) throw new RangeError(`"${kind}" has no machine`);

const { network } = studentOf(depth);
const layout = layoutOf(network);
const machine = await backend.openMachine(layout.lengths);
const table = levelsOf(statistics);
const cache = { rows: { variants: 1 }, count: batch } as const;
const student = { network, layout, table };
const stage1 = fspRoutine(student, { ...teacher(), table }, matchesWith(network), () => 1, batch, cache);
await print("stage 2", machine, taskRoutine(network, layout, batch, table)!.routine);
await print("stage 1, cached", machine, stage1!.routine);
backend.close();
process.exit(0);

async function print(name: string, machine: Machine, routine: Routine): Promise<void> {
  const byOp = new Map<string, { calls: number; ms: number }>();
  for (const call of routine.calls) {
    const label = labelOf(call);
    const { calls, ms } = byOp.get(label) ?? { calls: 0, ms: 0 };
    byOp.set(label, { calls: calls + 1, ms: ms + (await timeOf(machine, { ...routine, prelude: [], calls: [call] })) });
  }
  const whole = await timeOf(machine, { ...routine, prelude: [] });
  const sum = [...byOp.values()].reduce((total, { ms }) => total + ms, 0);
  process.stdout.write(
    `${name}: ResNet-${depth}, batch ${batch}, ${kind}: ${whole.toFixed(2)} ms, alone ${sum.toFixed(2)}\n`,
  );
  for (const [label, { calls, ms }] of [...byOp].toSorted(([, a], [, b]) => b.ms - a.ms))
    process.stdout.write(`  ${label.padEnd(44)} ${String(calls).padStart(2)} calls ${ms.toFixed(2).padStart(8)} ms\n`);
}

/** The least of some replays, in ms. */
async function timeOf(machine: Machine, routine: Routine): Promise<number> {
  const compiled = await machine.compile(routine, imagesOf(batch));
  const samples = Int32Array.from({ length: 4 * batch }, (_, i) => (i % 4 === 0 ? i / 4 : 0));
  const times: number[] = [];
  for (let round = 0; round < 6; round++) {
    const from = performance.now();
    compiled.run({ samples, rate: 0, momentum: 0, decay: 0, prelude: false });
    await compiled.results();
    times.push(performance.now() - from);
  }
  compiled.dispose();
  return Math.min(...times);
}

function labelOf(call: Call): string {
  switch (call.op) {
    case "conv":
    case "convInputGrad":
    case "convFilterGrad":
      return `${call.op} ${call.window.input.join("x")} to ${call.window.output.join("x")} by ${call.window.kernel[0]}`;
    case "batchNorm":
    case "batchNormGrad":
      return `${call.op} ${call.rows}x${call.channels}`;
    case "fsp":
    case "fspGrad":
      return `${call.op} ${call.firstSize.join("x")}, ${call.lastSize.join("x")}`;
    default:
      return call.op;
  }
}

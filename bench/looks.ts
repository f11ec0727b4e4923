/**
 * What it costs a run of the first preset to keep snapshots, and how long each kind of look takes.
 * `npx vite build -c vite.lab.config.ts --ssr bench/looks.ts --outDir build/looks && node build/looks/main.js wasm 120`
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { installDawn } from "../src/cli/dawn.ts";
import { backendKinds } from "../src/core/backend-kind.ts";
import { experimentsOf, toPlan } from "../src/core/document.ts";
import type { Look } from "../src/core/look.ts";
import { bytesOf } from "../src/core/look.ts";
import { presets } from "../src/core/presets.ts";
import { openBackend } from "../src/engine/backend.ts";
import { Looker } from "../src/engine/looker.ts";
import type { PlanParts } from "../src/engine/plan-run.ts";
import { runOne } from "../src/engine/plan-run.ts";
import { Snapshots } from "../src/engine/snapshots.ts";
import { sourcesFrom } from "../src/engine/sources.ts";

const [kindGiven = "wasm", stepsGiven = "120"] = process.argv.slice(2);
const kind = backendKinds.find((known) => known === kindGiven);
if (!kind) throw new RangeError(`"${kindGiven}" is no backend`);
const iterations = Number(stepsGiven);

if (kind === "webgpu") await installDawn(["backend=vulkan"]);
const project = createRequire(join(process.cwd(), "package.json"));
const wasm = new Uint8Array(
  await readFile(project.resolve("@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm")),
);
const backend = await openBackend(kind, { wasm, engine: "fast" });
const { adapter, software, openMachine } = backend;
const now = () => performance.now();
const breathe = () => new Promise<void>((resolve) => void setImmediate(resolve));
const parts: PlanParts = {
  environment: { lab: "bench", tfjs: tf.version_core, backend: kind, engine: "fast", adapter, software },
  now,
  breathe,
  settle: () => backend.settle(),
  patienceMs: () => 100,
  openMachine,
  ...sourcesFrom(
    (path) => readFile(join(process.cwd(), "public", path)),
    async () => null,
    async () => null,
    () => {},
  ),
};

const [fsp] = experimentsOf(presets.get("first-look")!);
if (fsp?.method.kind !== "fsp") throw new RangeError("the first preset has no stage 1");
const experiment = {
  ...fsp,
  method: { ...fsp.method, schedule: { ...fsp.method.schedule, iterations, drops: [] } },
  task: { ...fsp.task, iterations, drops: [] },
};

const snapshots = new Snapshots(now);
let [kept, keptMs, startedAt] = [0, 0, 0];
for await (const { run, reports, active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
  if (!active.student) continue;
  if (startedAt === 0) startedAt = now();
  const from = now();
  if (await snapshots.after(run, reports, active.student)) kept++;
  keptMs += now() - from;
}
snapshots.ended();
const wholeMs = now() - startedAt;
print(
  `${kind}${adapter ? `, ${adapter}` : ""}: ${2 * iterations} steps with matrices and evaluations in ${wholeMs.toFixed(0)} ms`,
);
print(
  `${kept} snapshots took ${keptMs.toFixed(1)} ms, ${((100 * keptMs) / (wholeMs - keptMs)).toFixed(2)} % of training`,
);

const scene = snapshots.sceneOf({ experiment: experiment.name, seed: 1 });
const at = { stage: 1, step: 20 } as const;
const side = { of: "student", at } as const;
const looks: readonly (readonly [string, Look])[] = [
  ["matrices of one image", { type: "matrices", at, subject: { kind: "image", index: 0 } }],
  ["matrices of the probe, another moment", { type: "matrices", at, subject: { kind: "probe" } }],
  ["matrices of all validation images", { type: "matrices", at, subject: { kind: "validation" } }],
  ["a pair of one image", { type: "pair", at, subject: { kind: "image", index: 0 }, pair: "section2" }],
  ["a pair of the probe", { type: "pair", at, subject: { kind: "probe" }, pair: "section2" }],
  [
    "features of one image",
    { type: "features", side, subject: { kind: "image", index: 0 }, layer: "stem.relu", channels: [0] },
  ],
  ["32 predictions", { type: "predictions", side, from: 0, count: 32 }],
  ["confusion matrix", { type: "confusion", side }],
  ["slow motion of stage 1", { type: "slowMotion", from: 1 }],
  ["slow motion of stage 2", { type: "slowMotion", from: 2 }],
];
const looker = new Looker();
for (const [name, look] of looks) {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 4; round++) {
    const from = now();
    bytes = bytesOf(await looker.answer(scene, look, breathe));
    times.push(now() - from);
  }
  const [first, ...others] = times;
  const size = (bytes / 1024).toFixed(0).padStart(6);
  print(
    `  ${name.padEnd(40)} first ${first!.toFixed(0).padStart(5)} ms, then ${Math.min(...others)
      .toFixed(0)
      .padStart(5)} ms, ${size} KB`,
  );
}
backend.close();
process.exit(0);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The lab's own runs beside those of exported PyTorch programs. */
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Data, Experiment, Plan } from "../core/experiment.ts";
import { splits } from "../core/images.ts";
import { metricRows } from "../core/report-rows.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import { safetensorsBytes } from "../core/safetensors.ts";
import { normalised } from "../data/batches.ts";
import { cifarBytes } from "../data/cifar-file.ts";
import type { Statistics } from "../data/statistics.ts";
import { teacherBytes, weightTensors } from "../engine/network-file.ts";
import type { PlanParts } from "../engine/plan-run.ts";
import { runOne } from "../engine/plan-run.ts";
import type { StudentRun } from "../engine/run.ts";

/** Of float32 sums in another order, grown over the steps; at the first step differences are below 1e-5. */
const tolerance = 2e-4;

/** By network, stage, step and metric; what is measured between steps, and of the run as a whole, is left out. */
export function losses(csv: string, metrics: RegExp): Map<string, number> {
  const rows = csv.trim().split("\n").slice(1);
  return new Map(
    rows.flatMap((row) => {
      const [, , , network, stage, step, metric, value] = row.split(",");
      const key = `${network} ${stage} ${step} ${metric}`;
      return metrics.test(metric!) ? [[key, Number(value)] as const] : [];
    }),
  );
}

export const ofSteps = /^(?:task|fsp|hint|soft|attention|similarity)-loss/;

export interface LabRun {
  readonly csv: string;
  /** Before its first step. */
  readonly first: { readonly teacher: Uint8Array | null; readonly student: Uint8Array; readonly batch: Uint8Array };
  readonly last: Uint8Array;
}

const studentBytes = async ({ network, learner }: StudentRun) =>
  safetensorsBytes({ tensors: weightTensors(network, await learner.arrays()), metadata: {} });

function batchBytes({ images, statistics, teacher }: StudentRun): Uint8Array {
  const { pixels, labels } = images.training;
  const seen = (by: Statistics): StoredTensor => ({
    shape: [labels.length, ...images.size],
    values: normalised(pixels, images.size, by),
  });
  const tensors = new Map<string, StoredTensor>([
    ["images", seen(statistics)],
    ["images.teacher", seen(teacher?.statistics ?? statistics)],
    ["labels", { shape: [labels.length], values: Int32Array.from(labels) }],
  ]);
  return safetensorsBytes({ tensors, metadata: {} });
}

export async function labRun(
  experiment: Experiment,
  seed: number,
  parts: PlanParts,
  plan: Plan = toPlan(experiment),
): Promise<LabRun> {
  const run = { experiment: experiment.name, seed };
  const rows: string[] = ["header"];
  let [first, last]: [LabRun["first"] | null, Uint8Array] = [null, new Uint8Array()];
  for await (const { active, reports } of runOne(plan, experiment, seed, new Map(), null, parts)) {
    for (const report of reports) rows.push(...metricRows(run, experiment.method.kind, report));
    const { student } = active;
    if (!student) continue;
    last = await studentBytes(student);
    if (first || student.moment.step > 0) continue;
    first = { teacher: student.teacher && teacherBytes(student.teacher), student: last, batch: batchBytes(student) };
  }
  return { csv: rows.join("\n"), first: first!, last };
}

/** Runs programs one after another in one Python: to load torch takes a second and a half. */
const driver = `
import json, runpy, sys
for arguments in json.loads(sys.argv[1]):
    sys.argv = arguments
    runpy.run_path(arguments[0], run_name="__main__")
`;

/** Each with its arguments. */
export async function runPrograms(python: string, programs: readonly (readonly string[])[]): Promise<void> {
  await promisify(execFile)(python, ["-c", driver, JSON.stringify(programs)]);
}

/** Writes these images into a folder, in a form that programs read. */
export async function writeImages(at: string, data: Data, parts: PlanParts): Promise<void> {
  const images = await parts.openImages(data);
  mkdirSync(at, { recursive: true });
  for (const split of splits) writeFileSync(join(at, `${split}.bin`), cifarBytes(images[split]));
}

export function expectAlike(csv: string, lab: LabRun, metrics: RegExp): void {
  const [theirs, ours] = [losses(csv, metrics), losses(lab.csv, metrics)];
  expect(ours.size).toBeGreaterThan(0);
  expect([...theirs.keys()].toSorted()).toEqual([...ours.keys()].toSorted());
  const apart = [...ours].map(([key, value]) => ({
    key,
    by: Math.abs(theirs.get(key)! - value) / Math.max(1e-3, Math.abs(value)),
  }));
  expect(apart.filter(({ by }) => !(by < tolerance))).toEqual([]);
}

import { expect, test } from "vitest";
import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import type { Report, StepReport } from "../core/report.ts";
import { initialWeights } from "../models/weights.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { checkpointBytes, checkpointOf } from "./checkpoint-file.ts";
import type { Checkpoint } from "./checkpoints.ts";

const step = (n: number): StepReport => ({
  type: "step",
  stage: 0,
  step: n,
  rate: 0.1 / 3,
  loss: Math.fround(1 / n),
  accuracy: (n % 7) / 7,
  pairLoss: null,
  milliseconds: 0.1 * n,
});
const validation: Report = {
  type: "evaluation",
  stage: 0,
  step: 2,
  split: "validation",
  weights: "current",
  accuracy: 1 / 3,
  loss: 0.7,
};

function checkpointWith(reports: readonly Report[]): Checkpoint {
  const weights = initialWeights(teacherNetwork(tinyExperiment), "teacher", 1);
  return { phase: "teacher", training: { done: 2, weights, velocities: weights, reports } };
}

const student: Checkpoint = {
  phase: "student",
  teacher: null,
  student: {
    stage: 2,
    done: 3,
    weights: initialWeights(studentNetwork(tinyExperiment), "student", 1),
    velocities: initialWeights(studentNetwork(tinyExperiment), "student", 2),
    best: { step: 2, validation: 0.25, weights: initialWeights(studentNetwork(tinyExperiment), "student", 3) },
    comparison: new Map([
      ["section1.A1", { shape: [2, 1], values: Float32Array.of(0.5, -1.5) }],
      ["section1.groups.first", { shape: [3], values: Int32Array.of(0, 1, 0) }],
    ]),
  },
};

test.each([
  ["of a teacher", checkpointWith([{ type: "stage", stage: 0, iterations: 9 }, step(1), step(2), validation, step(3)])],
  ["of a student", student],
] as const)("a checkpoint %s comes back as it was", async (_, checkpoint) => {
  const bytes = await checkpointBytes(checkpoint, tinyExperiment, "notes");
  expect(await checkpointOf(bytes, tinyExperiment, "checkpoint")).toEqual({ checkpoint, notes: "notes" });
});

test("a teacher of a million steps can be kept, and goes on", async () => {
  const reports = Array.from({ length: 1_000_000 }, (_, index) => step(index + 1));
  const bytes = await checkpointBytes(checkpointWith(reports), tinyExperiment, "");
  expect(bytes.length).toBeLessThan(50e6);
  const { checkpoint } = await checkpointOf(bytes, tinyExperiment, "checkpoint");
  const back = checkpoint.phase === "teacher" ? checkpoint.training.reports : [];
  expect(back).toHaveLength(1_000_000);
  expect(back.at(-1)).toEqual(step(1_000_000));
});

test("no damage passes: wherever a byte is changed or the end is missing, the file is refused and named", async () => {
  const bytes = await checkpointBytes(student, tinyExperiment, "notes");
  const sentence = /^out\/checkpoint is damaged, or no checkpoint of this lab; move it away, and [^\n]*\.$/;
  for (let part = 0; part < 40; part++) {
    const at = Math.floor((part * bytes.length) / 40);
    const changed = Uint8Array.from(bytes);
    changed[at]! ^= 4;
    await expect(checkpointOf(changed, tinyExperiment, "out/checkpoint")).rejects.toThrow(sentence);
    await expect(checkpointOf(bytes.subarray(0, at), tinyExperiment, "out/checkpoint")).rejects.toThrow(sentence);
  }
});

test("a checkpoint of another experiment is not gone on with", async () => {
  const bytes = await checkpointBytes(student, tinyExperiment, "");
  const other = { ...tinyExperiment, batch: 4 };
  await expect(checkpointOf(bytes, other, "checkpoint")).rejects.toThrow(/of another experiment; move it away/);
});

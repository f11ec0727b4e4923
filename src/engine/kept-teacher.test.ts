import { expect, test } from "vitest";
import { teacherNetwork } from "../core/build-network.ts";
import type { Report } from "../core/report.ts";
import { initialWeights, weightsHash } from "../models/weights.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { keptTeacherBytes, keptTeacherOf } from "./kept-teacher.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

const network = teacherNetwork(tinyExperiment);

async function teacher(): Promise<TrainedTeacher> {
  const weights = initialWeights(network, "teacher", 1);
  const reports: Report[] = [
    { type: "stage", stage: 0, iterations: 2 },
    { type: "step", stage: 0, step: 1, rate: 0.1 / 3, loss: 1 / 3, accuracy: 0.5, pairLoss: null, milliseconds: 0.1 },
    { type: "step", stage: 0, step: 2, rate: 0.1 / 3, loss: 1 / 7, accuracy: 0.5, pairLoss: null, milliseconds: 0.2 },
    { type: "evaluation", stage: 0, step: 2, split: "test", weights: "last", accuracy: 1 / 3, loss: 0.7 },
  ];
  return {
    network,
    weights,
    statistics: { mean: [1 / 3], deviation: [1 / 7] },
    scores: { validation: 0.25, test: 1 / 3 },
    weightsHash: await weightsHash(network, weights),
    iterations: 2,
    origin: null,
    reports,
  };
}

test("a teacher comes back with every bit, and everything that it reported", async () => {
  const trained = await teacher();
  const bytes = await keptTeacherBytes(trained, "the first");
  expect(await keptTeacherOf(bytes, network, "the first", "teacher")).toEqual(trained);
});

test("another teacher is refused, and so is one with a changed byte or without its end", async () => {
  const bytes = await keptTeacherBytes(await teacher(), "the first");
  const sentence = "out/t is damaged, or another teacher; move it away, and the same command trains this teacher anew.";
  await expect(keptTeacherOf(bytes, network, "the second", "out/t")).rejects.toThrow(sentence);
  for (const at of [0, 40, bytes.length >> 1, bytes.length - 1]) {
    const changed = Uint8Array.from(bytes);
    changed[at]! ^= 4;
    await expect(keptTeacherOf(changed, network, "the first", "out/t")).rejects.toThrow(sentence);
  }
  await expect(keptTeacherOf(bytes.subarray(0, -1), network, "the first", "out/t")).rejects.toThrow(sentence);
});

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import { safetensorsBytes } from "../core/safetensors.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { resultIn, testParts, tinyExperiment } from "../testing/lab-parts.ts";
import { ensembleAccuracy, testAnswers } from "./answers.ts";
import { judgement } from "./ensemble.ts";
import { weightTensors } from "./network-file.ts";
import { runOne } from "./plan-run.ts";

const experiment = { ...tinyExperiment, method: { kind: "none" } as const };

interface Ended {
  readonly file: Uint8Array;
  readonly logits: Float32Array;
  readonly labels: Int32Array;
  readonly accuracy: number;
}

await describeEachBackend(
  (kind) => {
    const ended: Ended[] = [];
    beforeAll(async () => {
      for (const seed of [1, 2, 3]) {
        const ticks = runOne(toPlan(experiment), experiment, seed, new Map(), null, testParts(kind));
        for await (const { active, reports } of ticks) {
          const { student } = active;
          if (!student || !reports.some(({ type }) => type === "finished")) continue;
          const tensors = weightTensors(student.network, await student.learner.arrays());
          const answers = await testAnswers(student, student.images);
          ended.push({
            file: safetensorsBytes({ tensors, metadata: {} }),
            logits: answers.get("logits")!.values as Float32Array,
            labels: answers.get("labels")!.values as Int32Array,
            accuracy: resultIn(reports).last.test,
          });
        }
      }
    });

    test("students judged from their files have the accuracy of their runs, and together that of their answers' mean", async () => {
      const before = tf.memory().numTensors;
      const told: number[] = [];
      const files = ended.map(({ file }) => file);
      const found = await judgement(experiment, files, testParts(kind), (done) => told.push(done));
      expect(found.alone).toEqual(ended.map(({ accuracy }) => accuracy));
      const logits = ended.map((one) => one.logits);
      expect(found.together).toBe(ensembleAccuracy(logits, ended[0]!.labels));
      expect(told).toEqual([1, 2, 3]);
      expect(tf.memory().numTensors).toBe(before);
    });

    test("a file of another network is refused by the parameter that does not fit", async () => {
      const wider = { ...experiment, student: { kind: "resnet", depth: 8, width: 8 } as const };
      const judging = judgement(wider, [ended[0]!.file], testParts(kind), () => {});
      await expect(judging).rejects.toThrow(
        'The file of a student does not fit the student\'s network: "stem.conv.kernel"',
      );
    });
  },
  ["wasm", "cpu"],
);

/** What networks answer, one by one and together. */
import type { ImageSet, LabelledImages } from "../core/images.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import type { Statistics } from "../data/statistics.ts";
import { argmax, softmax } from "./evaluation.ts";
import type { Learner } from "./learner.ts";
import type { Breathe } from "./parts.ts";
import type { StudentRun } from "./run.ts";

/** `logits` `[n, classes]` of all test images by the student's weights as they are, and their `labels` `[n]`. */
export async function testAnswers(
  { learner, statistics }: StudentRun,
  { test }: ImageSet,
): Promise<Map<string, StoredTensor>> {
  const n = test.labels.length;
  const values = await answersTo(test, learner, statistics, async () => {});
  return new Map<string, StoredTensor>([
    ["logits", { shape: [n, values.length / n], values }],
    ["labels", { shape: [n], values: Int32Array.from(test.labels) }],
  ]);
}

/** Logits `[n, classes]` by the weights as they are. */
export async function answersTo(
  images: LabelledImages,
  learner: Learner,
  statistics: Statistics,
  breathe: Breathe,
): Promise<Float32Array> {
  const evaluator = await learner.evaluator(images, statistics);
  const rows: Float32Array[] = [];
  try {
    await evaluator.evaluate(breathe, (logits) => rows.push(logits));
  } finally {
    evaluator.dispose();
  }
  const values = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    values.set(row, at);
    at += row.length;
  }
  return values;
}

/** Share of images for which the mean of the members' softmax answers is largest for the label. Logits are `[n, classes]`. */
export function ensembleAccuracy(members: readonly Float32Array[], labels: ArrayLike<number>): number {
  const classes = members[0]!.length / labels.length;
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const sum = new Float64Array(classes);
    for (const logits of members)
      for (const [k, value] of softmax(logits.subarray(i * classes, (i + 1) * classes)).entries()) sum[k]! += value;
    if (argmax(sum) === labels[i]) right++;
  }
  return right / labels.length;
}

/** What finished students of one experiment answer together, from their files. */
import { studentNetwork } from "../core/build-network.ts";
import type { Experiment } from "../core/experiment.ts";
import { statisticsOf } from "../data/statistics.ts";
import { answersTo, ensembleAccuracy } from "./answers.ts";
import { accuracyOf } from "./evaluation.ts";
import { studentWeights } from "./network-file.ts";
import { openLearner } from "./open-learner.ts";
import type { PlanParts } from "./plan-run.ts";

export interface Judgement {
  /** Test accuracy of each student by itself, a fraction. */
  readonly alone: readonly number[];
  /** By the mean of their softmax answers, a fraction. */
  readonly together: number;
}

/** `judged` is told after each student how many have answered. Rejects with `BadInput` where a file does not fit. */
export async function judgement(
  experiment: Experiment,
  students: readonly Uint8Array[],
  parts: PlanParts,
  judged: (done: number) => void,
): Promise<Judgement> {
  const images = await parts.openImages(experiment.data);
  const network = studentNetwork(experiment);
  const statistics = statisticsOf(images.training, network.input);
  const logits: Float32Array[] = [];
  for (const bytes of students) {
    const learner = await openLearner(network, studentWeights(bytes, network), parts);
    try {
      logits.push(await answersTo(images.test, learner, statistics, parts.breathe));
    } finally {
      learner.dispose();
    }
    // Nothing is counted that a device has failed at.
    await parts.settle();
    judged(logits.length);
  }
  const { labels } = images.test;
  return { alone: logits.map((own) => accuracyOf(own, labels)), together: ensembleAccuracy(logits, labels) };
}

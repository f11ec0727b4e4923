/** Stage 0 and stage 2: learning the task itself, by cross-entropy. */
import * as tf from "@tensorflow/tfjs-core";
import type { Augment, Schedule, Stage } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { EvaluationReport, StepReport } from "../core/report.ts";
import { rateAt } from "../core/schedule.ts";
import { BatchStream, normalised } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import type { WeightArrays } from "../models/weights.ts";
import { accuracyOf, evaluate } from "./evaluation.ts";
import type { Learner } from "./learner.ts";
import type { EngineParts, Reports } from "./parts.ts";

export interface TaskStage {
  readonly stage: Stage;
  readonly schedule: Schedule;
  readonly batch: number;
  readonly augment: Augment;
  readonly seed: number;
  readonly evaluateEvery: number;
  readonly images: ImageSet;
  readonly statistics: Statistics;
}

/** How far a stage has come: all that, with the learner, a checkpoint has to keep. */
export interface TaskProgress {
  done: number;
  /** The weights with the best validation accuracy so far. */
  best: { readonly step: number; readonly validation: number; readonly weights: WeightArrays } | null;
}

/** Trains on from `progress` to the schedule's end, and keeps `progress` current. */
export async function* learnTask(
  learner: Learner,
  task: TaskStage,
  progress: TaskProgress,
  parts: EngineParts,
): AsyncGenerator<Reports, void> {
  const { schedule } = task;
  const batches = new BatchStream(
    task.images.training,
    learner.network.input,
    task.batch,
    task.augment,
    task.seed,
    task.stage,
  );
  while (progress.done < schedule.iterations) {
    const stepReport = await learnBatch(learner, task, batches, progress.done, parts);
    const step = ++progress.done;
    const isDue = step % task.evaluateEvery === 0 || step === schedule.iterations;
    yield isDue ? [stepReport, await validate(learner, task, progress, parts)] : [stepReport];
    await parts.breathe();
  }
}

async function learnBatch(
  learner: Learner,
  task: TaskStage,
  batches: BatchStream,
  done: number,
  parts: EngineParts,
): Promise<StepReport> {
  const started = parts.now();
  const { stage, schedule, batch, statistics } = task;
  const size = learner.network.input;
  const rate = rateAt(schedule, done);
  const { pixels, labels } = batches.batchAt(done);
  const input = tf.tensor4d(normalised(pixels, size, statistics), [batch, ...size]);
  const target = tf.tensor1d(labels, "int32");
  const { loss, logits } = await learner
    .taskStep(input, target, { ...schedule, rate })
    .finally(() => tf.dispose([input, target]));
  await parts.settle();
  const step = done + 1;
  if (!Number.isFinite(loss))
    throw await learner.notFinite(`The loss became ${loss} in stage ${stage}, iteration ${step}`);
  const milliseconds = parts.now() - started;
  return { type: "step", stage, step, rate, loss, accuracy: accuracyOf(logits, labels), pairLoss: null, milliseconds };
}

async function validate(
  learner: Learner,
  { stage, images, statistics }: TaskStage,
  progress: TaskProgress,
  parts: EngineParts,
): Promise<EvaluationReport> {
  const scored = await evaluate(learner.network, learner.weights, images.validation, statistics, parts.breathe);
  await parts.settle();
  const step = progress.done;
  if (!Number.isFinite(scored.loss)) {
    throw await learner.notFinite(`The validation loss became ${scored.loss} in stage ${stage}, iteration ${step}`);
  }
  if (progress.best === null || scored.accuracy > progress.best.validation) {
    progress.best = { step, validation: scored.accuracy, weights: await learner.arrays() };
  }
  return { type: "evaluation", stage, step, split: "validation", weights: "current", ...scored };
}

/** Stage 1: the student learns the teacher's FSP matrices, and nothing else. */
import * as tf from "@tensorflow/tfjs-core";
import type { Augment, FspMethod } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { Match } from "../core/pairs.ts";
import { rateAt } from "../core/schedule.ts";
import { BatchStream, normalised } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { forward } from "../models/forward.ts";
import { matricesBySide, tapsOf } from "./fsp-matrices.ts";
import type { Learner } from "./learner.ts";
import type { EngineParts, Reports } from "./parts.ts";
import type { TeacherModel } from "./teacher.ts";

export interface FspStage {
  readonly method: FspMethod;
  readonly matches: readonly Match[];
  readonly batch: number;
  readonly augment: Augment;
  readonly seed: number;
  readonly images: ImageSet;
  readonly statistics: Statistics;
}

export interface FspProgress {
  done: number;
}

/** Algorithm 1 of the paper, first half: `Ws = argmin L_FSP(Wt, Ws)`. The teacher runs in inference mode. */
export async function* learnFsp(
  learner: Learner,
  teacher: TeacherModel,
  stage: FspStage,
  progress: FspProgress,
  parts: EngineParts,
): AsyncGenerator<Reports, void> {
  const { method, matches, images } = stage;
  const size = learner.network.input;
  const batches = new BatchStream(images.training, size, stage.batch, stage.augment, stage.seed, 1);
  const lambdaOf = (pair: string) => method.pairLambda[pair] ?? method.lambda;
  while (progress.done < method.schedule.iterations) {
    const started = parts.now();
    const rate = rateAt(method.schedule, progress.done);
    const { pixels } = batches.batchAt(progress.done);
    const input = tf.tensor4d(normalised(pixels, size, stage.statistics), [stage.batch, ...size]);
    const goal = teacherMatrices(teacher, matches, pixels);
    const { loss, pairLoss } = await learner
      .fspStep(input, matches, goal, lambdaOf, { ...method.schedule, rate })
      .finally(() => tf.dispose([input, ...goal.values()]));
    await parts.settle();
    const step = ++progress.done;
    if (!Number.isFinite(loss))
      throw await learner.notFinite(`The FSP loss became ${loss} in stage 1, iteration ${step}`);
    yield [{ type: "step", stage: 1, step, rate, loss, accuracy: null, pairLoss, milliseconds: parts.now() - started }];
    await parts.breathe();
  }
}

/** `[n, c1, c2]` for each match; the caller disposes them. `pixels` are images as bytes, not yet normalised. */
export function teacherMatrices(
  teacher: TeacherModel,
  matches: readonly Match[],
  pixels: Uint8Array,
): Map<string, tf.Tensor3D> {
  const { network } = teacher;
  const [height, width, channels] = network.input;
  const matrices = tf.tidy(() => {
    const images = tf.tensor4d(normalised(pixels, network.input, teacher.statistics), [
      pixels.length / (height * width * channels),
      ...network.input,
    ]);
    const taps = forward(network, teacher.weights, images, tapsOf(matches.map((match) => match.teacher)), null);
    return [...matricesBySide(matches, "teacher", taps)].map(([name, matrix]) => [name, tf.keep(matrix)] as const);
  });
  return new Map(matrices);
}

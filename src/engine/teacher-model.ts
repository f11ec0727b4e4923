/** A teacher on the device, as tfjs runs it. */
import * as tf from "@tensorflow/tfjs-core";
import type { Network } from "../core/network.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import { normalised } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { forward } from "../models/forward.ts";
import type { WeightTensors } from "../models/weights.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

export interface TeacherModel {
  readonly network: Network;
  readonly weights: WeightTensors;
  readonly statistics: Statistics;
}

/** The caller ends it with `disposeTeacher`. */
export function toModel({ network, weights, statistics }: TrainedTeacher): TeacherModel {
  return { network, weights: toTensors(network, weights), statistics };
}

export function disposeTeacher(model: TeacherModel): void {
  disposeWeights(model.weights);
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

/** The teacher's main directions: once, on the CPU, because tfjs has no singular value decomposition. */
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImages } from "../core/images.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { MatrixKind } from "../core/relations/settings.ts";
import { leadingVectors } from "../core/relations/singular.ts";
import { slices } from "../data/batches.ts";
import { forward } from "../models/forward.ts";
import { comparedMatrices, resizedMap } from "./fsp-matrices.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";

/** The two factors that a stack of matrices goes between. */
export type Factors = readonly [a1: tf.Tensor2D, a2: tf.Tensor2D];

/** The mean of so many matrices hardly moves any more. */
const mostImages = 1024;
const batch = 64;

/**
 * For each match `U1^T` `[student's channels, teacher's]` and `U2^T`: the leading singular vectors of the teacher's mean
 * matrix over the first training images. The caller disposes them.
 */
export async function projectionsOf(
  teacher: TeacherModel,
  matches: readonly Match[],
  matrix: MatrixKind,
  images: LabelledImages,
): Promise<Factors[]> {
  const means = await meanMatrices(teacher, matches, matrix, images);
  return matches.map(({ shape, studentShape }, index) => {
    const { left, right } = leadingVectors(means[index]!, shape, studentShape);
    const transposed = (vectors: Float64Array, rows: number, columns: number) =>
      tf.tidy(() => tf.transpose(tf.tensor2d(Float32Array.from(vectors), [rows, columns])));
    return [transposed(left, shape[0], studentShape[0]), transposed(right, shape[1], studentShape[1])];
  });
}

async function meanMatrices(
  { network, weights, statistics }: TeacherModel,
  matches: readonly Match[],
  matrix: MatrixKind,
  images: LabelledImages,
): Promise<Float64Array[]> {
  const n = Math.min(mostImages, images.labels.length);
  const imageBytes = images.pixels.length / images.labels.length;
  const some = { pixels: images.pixels.subarray(0, n * imageBytes), labels: images.labels.subarray(0, n) };
  const means = matches.map(({ shape }) => new Float64Array(shape[0] * shape[1]));
  const pairs = matches.map((match) => match.teacher);
  for (const { pixels, count } of slices(some, network.input, batch)) {
    const stacks = tf.tidy(() => {
      const taps = forward(network, weights, batchOf(network, pixels, statistics), tapsOf(pairs), null);
      return pairs.map((pair) =>
        comparedMatrices(resizedMap(pair, "first", taps), resizedMap(pair, "last", taps), matrix),
      );
    });
    for (const [index, mean] of means.entries()) {
      const values = await stacks[index]!.data();
      for (let i = 0; i < count * mean.length; i++) mean[i % mean.length]! += values[i]! / n;
    }
    tf.dispose(stacks);
  }
  return means;
}

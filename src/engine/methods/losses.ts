/** What methods minimise, on tensors; `core/methods/definitions.ts` defines it. All differentiable in the student's part. */
import * as tf from "@tensorflow/tfjs-core";
import { leastNorm } from "../../core/methods/definitions.ts";

/** Softened log-probabilities `[n, classes]` of logits. */
export function softened(logits: tf.Tensor, temperature: number): tf.Tensor2D {
  const rows = tf.reshape<tf.Rank.R2>(logits, [logits.shape[0], -1]);
  return tf.logSoftmax(tf.div<tf.Tensor2D>(rows, temperature));
}

/** `-sum p_t log p_s`, mean over the images, of softened log-probabilities. */
export function softCrossEntropy(student: tf.Tensor2D, teacher: tf.Tensor): tf.Scalar {
  return tf.neg(meanOverImages(tf.mul(tf.exp(teacher), student)));
}

/** `KL(p_t || p_s)`, mean over the images, of softened log-probabilities. */
export function softDivergence(student: tf.Tensor2D, teacher: tf.Tensor): tf.Scalar {
  return meanOverImages(tf.mul(tf.exp(teacher), tf.sub(teacher, student)));
}

/** Half the squared distance of all numbers, mean over the images. */
export function hintLoss(regressed: tf.Tensor, teacher: tf.Tensor): tf.Scalar {
  return tf.div(meanOverImages(tf.squaredDifference(regressed, teacher)), 2);
}

/** `[n, h, w, c]` → `[n, h * w]`: the mean square over the channels, each image's brought to length 1. */
export function attention(map: tf.Tensor4D): tf.Tensor2D {
  return normalisedRows(tf.reshape<tf.Rank.R2>(tf.mean(tf.square(map), 3), [map.shape[0], -1]));
}

/** Of two attention maps `[n, h * w]` the mean squared difference. */
export function attentionLoss(student: tf.Tensor2D, teacher: tf.Tensor): tf.Scalar {
  return tf.div(tf.sum(tf.squaredDifference(student, teacher)), student.size);
}

/** Of features `[n, …]`: the difference of the images' products with one another, squared and summed, over `n^2`. */
export function similarityLoss(student: tf.Tensor, teacher: tf.Tensor): tf.Scalar {
  const n = student.shape[0];
  return tf.div(tf.sum(tf.squaredDifference(similarities(student), similarities(teacher))), n * n);
}

/** `[n, n]`, each row brought to length 1. */
function similarities(features: tf.Tensor): tf.Tensor2D {
  const rows = tf.reshape<tf.Rank.R2>(features, [features.shape[0], -1]);
  return normalisedRows(tf.matMul(rows, rows, false, true));
}

function normalisedRows(rows: tf.Tensor2D): tf.Tensor2D {
  const squares = tf.sum(tf.square(rows), 1, true);
  return tf.div(rows, tf.sqrt(tf.maximum(squares, leastNorm ** 2)));
}

function meanOverImages(values: tf.Tensor): tf.Scalar {
  return tf.div(tf.sum(values), values.shape[0]);
}

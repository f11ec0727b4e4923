/** The methods' losses by their definitions, in float64: what tests hold the tensors against. Each is of a whole batch. */
import { exp, log } from "../maths.ts";

/** Least norm that is divided by, as in PyTorch's `normalize`. */
export const leastNorm = 1e-12;

/** `[n, classes]` logits → softened log-probabilities. */
function logSoftmax(row: ArrayLike<number>, temperature: number): number[] {
  const scaled = Array.from(row, (value) => value / temperature);
  const top = Math.max(...scaled);
  const sum = log(scaled.reduce((total, value) => total + exp(value - top), 0));
  return scaled.map((value) => value - top - sum);
}

/** `-sum p_t log p_s` of the softened answers, mean over the images. Logits are `[n, classes]`. */
export function softCrossEntropy(
  student: Float64Array,
  teacher: Float64Array,
  classes: number,
  temperature: number,
): number {
  return softMean(student, teacher, classes, temperature, (_p, ours) => -ours);
}

/** `T^2 KL(p_t || p_s)` of the softened answers, mean over the images: 0 where they agree. */
export function softDivergence(
  student: Float64Array,
  teacher: Float64Array,
  classes: number,
  temperature: number,
): number {
  return temperature ** 2 * softMean(student, teacher, classes, temperature, (theirs, ours) => theirs - ours);
}

function softMean(
  student: Float64Array,
  teacher: Float64Array,
  classes: number,
  temperature: number,
  of: (theirs: number, ours: number) => number,
): number {
  let sum = 0;
  for (let from = 0; from < student.length; from += classes) {
    const ours = logSoftmax(student.subarray(from, from + classes), temperature);
    const theirs = logSoftmax(teacher.subarray(from, from + classes), temperature);
    for (const [k, value] of theirs.entries()) sum += exp(value) * of(value, ours[k]!);
  }
  return (sum * classes) / student.length;
}

/** Maps are `[n, positions, channels]`, of `n` images. Half the squared distance of all numbers, mean over the images. */
export function hintLoss(regressed: Float64Array, teacher: Float64Array, n: number): number {
  return teacher.reduce((sum, value, i) => sum + (value - regressed[i]!) ** 2, 0) / 2 / n;
}

/** The mean over images and positions of the squared difference of the attention maps. */
export function attentionLoss(
  student: Float64Array,
  teacher: Float64Array,
  [n, positions, cs, ct]: readonly [n: number, positions: number, cs: number, ct: number],
): number {
  const [ours, theirs] = [attention(student, n, positions, cs), attention(teacher, n, positions, ct)];
  return ours.reduce((sum, value, i) => sum + (value - theirs[i]!) ** 2, 0) / ours.length;
}

/** `[n, positions]`: the mean square over the channels, each image's brought to length 1. */
function attention(map: Float64Array, n: number, positions: number, channels: number): number[] {
  const squares = Array.from({ length: n * positions }, (_, i) => {
    const at = map.subarray(i * channels, (i + 1) * channels);
    return at.reduce((sum, value) => sum + value * value, 0) / channels;
  });
  return normalisedRows(squares, positions);
}

/** `|| G_t - G_s ||^2 / n^2`, where `G` are the products of the images' features `[n, d]`, each row brought to length 1. */
export function similarityLoss(student: Float64Array, teacher: Float64Array, n: number): number {
  const [ours, theirs] = [similarities(student, n), similarities(teacher, n)];
  return ours.reduce((sum, value, i) => sum + (value - theirs[i]!) ** 2, 0) / n ** 2;
}

function similarities(features: Float64Array, n: number): number[] {
  const d = features.length / n;
  const products = Array.from({ length: n * n }, (_, i) => {
    const [a, b] = [Math.floor(i / n) * d, (i % n) * d];
    let sum = 0;
    for (let k = 0; k < d; k++) sum += features[a + k]! * features[b + k]!;
    return sum;
  });
  return normalisedRows(products, n);
}

function normalisedRows(values: readonly number[], length: number): number[] {
  return values.map((value, i) => {
    const from = i - (i % length);
    const norm = Math.sqrt(values.slice(from, from + length).reduce((sum, other) => sum + other * other, 0));
    return value / Math.max(norm, leastNorm);
  });
}

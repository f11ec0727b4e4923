/** Accuracy and loss of a network on images it does not learn from. */
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImages } from "../core/images.ts";
import { exp, log } from "../core/maths.ts";
import type { Network } from "../core/network.ts";
import { normalised, slices } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { forward } from "../models/forward.ts";
import type { WeightTensors } from "../models/weights.ts";

/** Images a forward pass takes at once; the last pass is filled up, because tfjs keeps buffers for every size it meets. */
const largestBatch = 100;

export interface Evaluation {
  /** A fraction. */
  readonly accuracy: number;
  /** Mean cross-entropy, nats. */
  readonly loss: number;
}

/** Runs in inference mode; leaves no tensor behind. */
export async function evaluate(
  network: Network,
  weights: WeightTensors,
  images: LabelledImages,
  statistics: Statistics,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  let [right, loss, seen] = [0, 0, 0];
  const batch = Math.min(largestBatch, images.labels.length);
  for (const slice of slices(images, network.input, batch)) {
    const logits = await logitsOf(network, weights, normalised(slice.pixels, network.input, statistics));
    const classes = logits.length / batch;
    for (let i = 0; i < slice.count; i++) {
      const row = logits.subarray(i * classes, (i + 1) * classes);
      if (argmax(row) === slice.labels[i]) right++;
      loss += crossEntropy(row, slice.labels[i]!);
    }
    seen += slice.count;
    await breathe();
  }
  return { accuracy: right / seen, loss: loss / seen };
}

/** Share of rows of `logits` (`[n, classes]`) whose largest entry is the label. */
export function accuracyOf(logits: Float32Array, labels: ArrayLike<number>): number {
  const classes = logits.length / labels.length;
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    if (argmax(logits.subarray(i * classes, (i + 1) * classes)) === labels[i]) right++;
  }
  return right / labels.length;
}

async function logitsOf(network: Network, weights: WeightTensors, images: Float32Array): Promise<Float32Array> {
  const logits = tf.tidy(() => {
    const batch = tf.tensor4d(images, [
      images.length / (network.input[0] * network.input[1] * network.input[2]),
      ...network.input,
    ]);
    return forward(network, weights, batch, [network.output], null).get(network.output)!;
  });
  try {
    return Float32Array.from(await logits.data());
  } finally {
    logits.dispose();
  }
}

function argmax(row: Float32Array): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}

/** In float64 with core's own exp and log, so that every engine reports the same digits. */
function crossEntropy(row: Float32Array, label: number): number {
  const top = row[argmax(row)]!;
  let sum = 0;
  for (const value of row) sum += exp(value - top);
  return log(sum) + top - row[label]!;
}

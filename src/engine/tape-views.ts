/** Looks at a network through tfjs, in inference mode. */
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImages } from "../core/images.ts";
import type { Network } from "../core/network.ts";
import type { Pair } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import { normalised, slices } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { forward } from "../models/forward.ts";
import type { WeightTensors } from "../models/weights.ts";
import type { Evaluator } from "./evaluation.ts";
import { largestBatch, Tally } from "./evaluation.ts";
import { matricesOf } from "./fsp-matrices.ts";

export function tapeEvaluator(
  network: Network,
  weights: WeightTensors,
  images: LabelledImages,
  statistics: Statistics,
): Evaluator {
  const batch = Math.min(largestBatch, images.labels.length);
  return {
    evaluate: async (breathe, seen) => {
      const tally = new Tally();
      for (const { pixels, labels, count } of slices(images, network.input, batch)) {
        const logits = tf.tidy(() => {
          const input = batchOf(network, pixels, statistics);
          return forward(network, weights, input, [network.output], null).get(network.output)!;
        });
        try {
          const values = Float32Array.from(await logits.data());
          tally.add(values, values.length / batch, labels.subarray(0, count));
          seen?.(values.slice(0, (values.length / batch) * count));
        } finally {
          logits.dispose();
        }
        await breathe();
      }
      return tally.evaluation();
    },
    dispose: () => {},
  };
}

/** Each pair's matrices of the images, `[n, c1, c2]`. */
export async function tapeMatrices(
  network: Network,
  weights: WeightTensors,
  pairs: readonly Pair[],
  pixels: Uint8Array,
  statistics: Statistics,
): Promise<Float32Array[]> {
  const matrices = tf.tidy(() => {
    const taps = forward(network, weights, batchOf(network, pixels, statistics), tapsOf(pairs), null);
    return pairs.map((pair) => matricesOf(pair, taps));
  });
  try {
    return await Promise.all(matrices.map(async (tensor) => Float32Array.from(await tensor.data())));
  } finally {
    tf.dispose(matrices);
  }
}

/** Images as the network sees them, `[n, height, width, channels]`. */
export function batchOf(network: Network, pixels: Uint8Array, statistics: Statistics): tf.Tensor4D {
  const [height, width, channels] = network.input;
  const count = pixels.length / (height * width * channels);
  return tf.tensor4d(normalised(pixels, network.input, statistics), [count, ...network.input]);
}

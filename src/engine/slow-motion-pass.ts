/** What one network makes of one batch on the way to its matrices. */
import * as tf from "@tensorflow/tfjs-core";
import type { StepKey } from "../core/rng.ts";
import type { LayerOutput } from "../core/slow-motion.ts";
import { forward } from "../models/forward.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";

export interface BatchPass {
  readonly layers: readonly LayerOutput[];
  /** What was made of them, `[n, …]` each. */
  readonly made: readonly Float32Array[];
}

/** In training, in the step `key`, batch norm takes the batch's own statistics; the running ones stay as they are. */
export async function batchPass(
  { network, weights, statistics }: TeacherModel,
  pixels: Uint8Array,
  wanted: readonly string[],
  make: (outputs: ReadonlyMap<string, tf.Tensor>) => tf.Tensor[],
  key: StepKey | null,
): Promise<BatchPass> {
  const tensors = tf.tidy(() => {
    const images = batchOf(network, pixels, statistics);
    const outputs = forward(network, weights, images, wanted, key && { key, onStatistics: () => {} });
    return [...wanted.map((layer) => outputs.get(layer)!), ...make(outputs)];
  });
  try {
    const values = await Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
    return {
      layers: wanted.map((layer, index) => outputOf(layer, values[index]!, tensors[index]!.shape)),
      made: values.slice(wanted.length),
    };
  } finally {
    tf.dispose(tensors);
  }
}

/** `shape` is `[n, height, width, channels]` or `[n, units]`. */
function outputOf(layer: string, values: Float32Array, shape: readonly number[]): LayerOutput {
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (const value of values) {
    sum += value * value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const [, height, width, channels] = shape;
  const map =
    height !== undefined && width !== undefined && channels !== undefined
      ? { size: [height, width] as const, values: channelMean(values, height * width, channels) }
      : null;
  return { layer, norm: Math.sqrt(sum), least, most, map };
}

/** Of the first image in `[n, positions, channels]`. */
function channelMean(values: Float32Array, positions: number, channels: number): Float32Array {
  return Float32Array.from({ length: positions }, (_, position) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += values[position * channels + c]!;
    return sum / channels;
  });
}

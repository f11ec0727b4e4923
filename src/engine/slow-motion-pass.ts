/** What one network makes of one batch on the way to its matrices. */
import * as tf from "@tensorflow/tfjs-core";
import type { Pair } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { Matrix } from "../core/report.ts";
import type { StepKey } from "../core/rng.ts";
import type { LayerNorm } from "../core/slow-motion.ts";
import { forward } from "../models/forward.ts";
import { matricesOf } from "./fsp-matrices.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";

export interface BatchPass {
  /** Of the pairs' taps, and of `output` where one is asked for. */
  readonly layers: readonly LayerNorm[];
  /** The means over the batch. */
  readonly matrices: readonly Matrix[];
}

type NamedPair = Pick<Matrix, "shape"> & { readonly name: string; readonly pair: Pair };

/** In training, in the step `key`, batch norm takes the batch's own statistics; the running ones stay as they are. */
export async function batchPass(
  { network, weights, statistics }: TeacherModel,
  pixels: Uint8Array,
  output: string | null,
  pairs: readonly NamedPair[],
  key: StepKey | null,
): Promise<BatchPass> {
  const wanted = [...tapsOf(pairs.map(({ pair }) => pair)), ...(output === null ? [] : [output])];
  const made = tf.tidy(() => {
    const images = batchOf(network, pixels, statistics);
    const outputs = forward(network, weights, images, wanted, key && { key, onStatistics: () => {} });
    const means = pairs.map(({ pair }) => tf.mean(matricesOf(pair, outputs), 0));
    return [...wanted.map((layer) => outputs.get(layer)!), ...means];
  });
  try {
    const values = await Promise.all(made.map(async (tensor) => Float32Array.from(await tensor.data())));
    return {
      layers: wanted.map((layer, index) => ({ layer, norm: normOf(values[index]!) })),
      matrices: pairs.map(({ name, shape }, index) => ({ pair: name, shape, values: values[wanted.length + index]! })),
    };
  } finally {
    tf.dispose(made);
  }
}

function normOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

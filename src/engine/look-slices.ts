/** Runs a network over images in inference mode, a few at a time, and reads back what is asked for. */
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImages } from "../core/images.ts";
import { slices } from "../data/batches.ts";
import { forward } from "../models/forward.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";

/** Images a forward pass takes at once where there are several; so few that training does not wait long. */
const sliceImages = 32;

export interface SliceView {
  /** What `make` gave, read back. */
  readonly values: readonly Float32Array[];
  readonly shapes: readonly (readonly number[])[];
  /** Only the first so many images of the slice count. */
  readonly count: number;
}

/** `make` gets the outputs of the `wanted` layers; what it returns is freed here. `breathe` lets messages in between. */
export async function* sliceViews(
  model: TeacherModel,
  images: LabelledImages,
  wanted: readonly string[],
  make: (outputs: ReadonlyMap<string, tf.Tensor>) => tf.Tensor[],
  breathe: () => Promise<void>,
): AsyncGenerator<SliceView, void> {
  const { network, weights, statistics } = model;
  const batch = images.labels.length === 1 ? 1 : sliceImages;
  for (const { pixels, count } of slices(images, network.input, batch)) {
    const made = tf.tidy(() => make(forward(network, weights, batchOf(network, pixels, statistics), wanted, null)));
    try {
      const values = await Promise.all(made.map(async (tensor) => Float32Array.from(await tensor.data())));
      yield { values, shapes: made.map(({ shape }) => shape), count };
    } finally {
      tf.dispose(made);
    }
    await breathe();
  }
}

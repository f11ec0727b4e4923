/** Labelled images in the pieces that networks take: shuffled and augmented to learn from, in order to be judged on. */
import type { Augment } from "../core/experiment.ts";
import type { ImageSet, LabelledImages } from "../core/images.ts";
import { permutation, stream } from "../core/rng.ts";
import { copyCropped } from "./crop.ts";
import type { Statistics } from "./statistics.ts";

type Size = ImageSet["size"];

/** `b` images, `b` being the batch size. */
export interface Batch {
  /** `[b, height, width, channels]`. */
  readonly pixels: Uint8Array;
  /** `[b]`, class indices. */
  readonly labels: Int32Array;
  /** `[b]`, which of the images these are. */
  readonly indices: Uint32Array;
}

/** How far a crop may move an image, in pixels. */
const reach = 4;

/**
 * Batches without end: each epoch is a fresh permutation of all images, and a batch may straddle epochs or span several.
 * A batch is a pure function of (seed, stage, step), so that any run can be taken up at any step.
 */
export class BatchStream {
  readonly #images: LabelledImages;
  readonly #size: Size;
  readonly #batch: number;
  readonly #augment: Augment;
  readonly #seed: number;
  readonly #stage: number;
  #order: { readonly epoch: number; readonly indices: Uint32Array } | null = null;

  constructor(images: LabelledImages, size: Size, batch: number, augment: Augment, seed: number, stage: number) {
    this.#images = images;
    this.#size = size;
    this.#batch = batch;
    this.#augment = augment;
    this.#seed = seed;
    this.#stage = stage;
  }

  /** The batch of iteration `step`, which counts from 0. */
  batchAt(step: number): Batch {
    const { labels } = this.#images;
    const indices = new Uint32Array(this.#batch);
    for (let i = 0; i < this.#batch; i++) {
      const position = step * this.#batch + i;
      indices[i] = this.#orderOf(Math.floor(position / labels.length))[position % labels.length]!;
    }
    return {
      pixels: this.#pixelsOf(indices, step),
      labels: Int32Array.from(indices, (index) => labels[index]!),
      indices,
    };
  }

  #orderOf(epoch: number): Uint32Array {
    if (this.#order?.epoch !== epoch) {
      const rng = stream("order", this.#seed, this.#stage, epoch);
      this.#order = { epoch, indices: permutation(this.#images.labels.length, rng) };
    }
    return this.#order.indices;
  }

  #pixelsOf(indices: Uint32Array, step: number): Uint8Array {
    const [height, width, channels] = this.#size;
    const imageBytes = height * width * channels;
    const pixels = new Uint8Array(indices.length * imageBytes);
    const rng = stream("augment", this.#seed, this.#stage, step);
    const { crop, flip } = this.#augment;
    for (const [i, index] of indices.entries()) {
      const image = this.#images.pixels.subarray(index * imageBytes, (index + 1) * imageBytes);
      const target = pixels.subarray(i * imageBytes, (i + 1) * imageBytes);
      // Drawn whether used or not, so that switching one off leaves the other as it was.
      const down = rng.below(2 * reach + 1) - reach;
      const right = rng.below(2 * reach + 1) - reach;
      const isFlipped = rng.below(2) === 1;
      copyCropped(image, target, this.#size, crop ? down : 0, crop ? right : 0, flip && isFlipped);
    }
    return pixels;
  }
}

/** `count` images in a piece of the full batch size; the rest of the last piece is black, labelled 0, and to be ignored. */
export interface Slice {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

/** All images in their order, `batch` at a time. Full pieces are views of the images, not copies. */
export function* slices(images: LabelledImages, size: Size, batch: number): Generator<Slice, void> {
  const imageBytes = size[0] * size[1] * size[2];
  for (let from = 0; from < images.labels.length; from += batch) {
    const labels = images.labels.subarray(from, from + batch);
    const pixels = images.pixels.subarray(from * imageBytes, (from + batch) * imageBytes);
    const count = labels.length;
    yield count === batch
      ? { pixels, labels, count }
      : { pixels: lengthened(pixels, batch * imageBytes), labels: lengthened(labels, batch), count };
  }
}

function lengthened(bytes: Uint8Array, length: number): Uint8Array {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}

/** `(pixel / 255 - mean) / deviation` of each channel, rounded to float32; the same shape as `pixels`. */
export function normalised(pixels: Uint8Array, size: Size, { mean, deviation }: Statistics): Float32Array {
  const channels = size[2];
  const values = new Float32Array(pixels.length);
  for (let channel = 0; channel < channels; channel++) {
    const table = Float32Array.from(
      { length: 256 },
      (_, level) => (level / 255 - mean[channel]!) / deviation[channel]!,
    );
    for (let at = channel; at < pixels.length; at += channels) values[at] = table[pixels[at]!]!;
  }
  return values;
}

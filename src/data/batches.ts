/** Labelled images in the pieces that networks take: shuffled and augmented to learn from, in order to be judged on. */
import type { Augment } from "../core/experiment.ts";
import type { ImageSet, LabelledImages } from "../core/images.ts";
import type { StepKey } from "../core/rng.ts";
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
}

/** How far a crop may move an image, in pixels. */
const reach = 4;

/**
 * Batches without end: each epoch is a fresh permutation of all images, and a batch may straddle epochs or span several.
 * A batch is a pure function of (seed, stage, step), so that any run can be taken up at any step.
 */
export class BatchStream {
  readonly images: LabelledImages;
  readonly batch: number;
  readonly augment: Augment;
  readonly #size: Size;
  readonly #seed: number;
  readonly #stage: number;
  #order: { readonly epoch: number; readonly indices: Uint32Array } | null = null;

  constructor(images: LabelledImages, size: Size, batch: number, augment: Augment, seed: number, stage: number) {
    this.images = images;
    this.batch = batch;
    this.augment = augment;
    this.#size = size;
    this.#seed = seed;
    this.#stage = stage;
  }

  /**
   * What the batch of iteration `step`, which counts from 0, is made of: `[b, 4]`, the image, by how many pixels the
   * window is moved down and right, and 1 where it is mirrored left to right, else 0.
   */
  samplesAt(step: number): Int32Array {
    const count = this.images.labels.length;
    const samples = new Int32Array(4 * this.batch);
    const rng = stream("augment", this.#seed, this.#stage, step);
    const { crop, flip } = this.augment;
    for (let i = 0; i < this.batch; i++) {
      const position = step * this.batch + i;
      // Drawn whether used or not, so that switching one off leaves the other as it was.
      const down = rng.below(2 * reach + 1) - reach;
      const right = rng.below(2 * reach + 1) - reach;
      const isFlipped = rng.below(2) === 1;
      samples[4 * i] = this.#orderOf(Math.floor(position / count))[position % count]!;
      if (crop) samples.set([down, right], 4 * i + 1);
      if (flip && isFlipped) samples[4 * i + 3] = 1;
    }
    return samples;
  }

  /** What else is drawn in this iteration is keyed by it. */
  keyAt(step: number): StepKey {
    return { seed: this.#seed, stage: this.#stage, step };
  }

  batchAt(step: number): Batch {
    const samples = this.samplesAt(step);
    const imageBytes = this.#size[0] * this.#size[1] * this.#size[2];
    const pixels = new Uint8Array(this.batch * imageBytes);
    const labels = new Int32Array(this.batch);
    for (let i = 0; i < this.batch; i++) {
      const [index, down, right, flipped] = samples.subarray(4 * i, 4 * i + 4);
      const image = this.images.pixels.subarray(index! * imageBytes, (index! + 1) * imageBytes);
      const target = pixels.subarray(i * imageBytes, (i + 1) * imageBytes);
      copyCropped(image, target, this.#size, down!, right!, flipped === 1);
      labels[i] = this.images.labels[index!]!;
    }
    return { pixels, labels };
  }

  #orderOf(epoch: number): Uint32Array {
    if (this.#order?.epoch !== epoch) {
      const rng = stream("order", this.#seed, this.#stage, epoch);
      this.#order = { epoch, indices: permutation(this.images.labels.length, rng) };
    }
    return this.#order.indices;
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

/** What a network sees in place of a byte: `(byte / 255 - mean) / deviation` of each channel in float32, `[channels, 256]`. */
export function levelsOf({ mean, deviation }: Statistics): Float32Array {
  return Float32Array.from(
    { length: 256 * mean.length },
    (_, i) => ((i & 255) / 255 - mean[i >> 8]!) / deviation[i >> 8]!,
  );
}

/** Images as a network sees them; the same shape as `pixels`. */
export function normalised(pixels: Uint8Array, size: Size, statistics: Statistics): Float32Array<ArrayBuffer> {
  const channels = size[2];
  const levels = levelsOf(statistics);
  const values = new Float32Array(pixels.length);
  for (let channel = 0; channel < channels; channel++) {
    const table = levels.subarray(256 * channel, 256 * (channel + 1));
    for (let at = channel; at < pixels.length; at += channels) values[at] = table[pixels[at]!]!;
  }
  return values;
}

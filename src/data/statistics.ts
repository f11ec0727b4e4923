import type { ImageSet, LabelledImages } from "../core/images.ts";

/** One number a channel; pixels count from 0 to 1. */
export interface Statistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** One level of a byte: a channel that hardly varies is not blown up beyond this, nor divided by zero. */
const leastDeviation = 1 / 255;

/**
 * Of the images as the networks see them: Fashion-MNIST's black padding counts. The deviation divides by n.
 * The sums are exact integers, so the result does not depend on the order of the images.
 */
export function statisticsOf(images: LabelledImages, size: ImageSet["size"]): Statistics {
  const channels = size[2];
  const mean: number[] = [];
  const deviation: number[] = [];
  const n = images.pixels.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    const counts = new Uint32Array(256);
    for (let at = channel; at < images.pixels.length; at += channels) counts[images.pixels[at]!]! += 1;
    let sum = 0;
    let squares = 0;
    for (const [level, count] of counts.entries()) {
      sum += count * level;
      squares += count * level * level;
    }
    mean.push(sum / n / 255);
    // n times the squares may pass 2^53; BigInt keeps the difference exact where the two nearly cancel.
    const spread = Number(BigInt(n) * BigInt(squares) - BigInt(sum) * BigInt(sum));
    deviation.push(Math.max(Math.sqrt(spread) / n / 255, leastDeviation));
  }
  return { mean, deviation };
}

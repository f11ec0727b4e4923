/** After which steps the weights are hashed: each epoch, and each stage's end. */

export interface EpochParts {
  readonly images: number;
  readonly batch: number;
  readonly iterations: number;
}

/** A hash reads all weights back: where an epoch is shorter than this many steps, several go by without one. */
const leastSteps = 20;

/** How many epochs lie between two hashes. */
export function epochsBetween({ images, batch }: Omit<EpochParts, "iterations">): number {
  return Math.ceil((leastSteps * batch) / images);
}

/** `step` counts from 1 and means "after this many"; a batch may straddle two epochs, and ends the first. */
export function isHashed(step: number, { images, batch, iterations }: EpochParts): boolean {
  const span = images * epochsBetween({ images, batch });
  return step === iterations || Math.floor((step * batch) / span) > Math.floor(((step - 1) * batch) / span);
}

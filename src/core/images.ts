/** Labelled images as bytes: what the data folder makes and the engine trains on. */
export interface LabelledImages {
  /** `[n, height, width, channels]`, row-major, 0..255. */
  readonly pixels: Uint8Array;
  /** `[n]`, class indices. */
  readonly labels: Uint8Array;
}

/** The parts of a set: to learn from, to choose by, to judge by. */
export const splits = ["training", "validation", "test"] as const;
export type Split = (typeof splits)[number];
/** What nothing is learnt from, so that an accuracy says something. */
export type HeldOutSplit = Exclude<Split, "training">;

/** A data set cut into its three named splits, ready for a run. */
export interface ImageSet {
  readonly classes: readonly string[];
  readonly size: readonly [height: number, width: number, channels: number];
  readonly training: LabelledImages;
  /** Taken from the training images; used while exploring. */
  readonly validation: LabelledImages;
  readonly test: LabelledImages;
}

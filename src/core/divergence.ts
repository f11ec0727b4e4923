/** A run whose numbers stopped being finite: which of them broke first, and where. */
import type { Parameter } from "./network.ts";

/** In what it was noticed: a loss, in training or on held-out images, or the weights themselves. */
export type Noticed = "loss" | "weights" | NoticedOfHeldOut;
/** In the validation loss, or in the matrices or whatever the method compares on the same images. */
export type NoticedOfHeldOut = "validation" | "held-out";

export function isOfHeldOut(noticed: Noticed): noticed is NoticedOfHeldOut {
  return noticed === "validation" || noticed === "held-out";
}

/**
 * The parts of a training step, in their order, and behind it what is computed of images that nobody learns from: the layers
 * of the forward pass (`validation`), the FSP matrices of either network, what the method compares.
 */
export const passes = [
  "forward",
  "loss",
  "gradient",
  "update",
  "validation",
  "teacher-matrix",
  "matrix",
  "compared",
] as const;
export type Pass = (typeof passes)[number];

export interface BrokenLayer {
  readonly pass: Pass;
  /** A layer of the network by its path; an adapter or a regressor by its name; of a matrix its pair; of a loss its part: `task`, a pair, a section, `logits`, or `total`. */
  readonly layer: string;
  /** Which of the layer's parameters, or running statistics, where a gradient or an update of a layer broke. */
  readonly parameter: Parameter["role"] | null;
  /** The iteration of the replay in which it broke, counted from 1. */
  readonly step: number;
  /**
   * The least and the largest number there one iteration earlier; where the replay had just begun, of those that were still
   * finite, and null where none was.
   */
  readonly range: readonly [least: number, most: number] | null;
}

export function isAllFinite(values: Float32Array | Float64Array | Int32Array): boolean {
  // A sum of finite numbers may overflow; of these it is NaN as soon as one is not finite.
  let sum = 0;
  for (const value of values) sum += value - value;
  return sum === 0;
}

const where: Readonly<Record<Pass, (layer: string, parameter: BrokenLayer["parameter"]) => string>> = {
  forward: (layer) => `what ${layer} gives in the forward pass`,
  loss: (layer) => `the loss (${layer})`,
  gradient: (layer, parameter) => `the gradient of ${layer}'s ${parameter}`,
  update: (layer, parameter) =>
    `${parameter === null ? `the adapter ${layer}` : `${layer}'s ${parameter}`} after the update`,
  validation: (layer) => `what ${layer} gives for validation images`,
  "teacher-matrix": (layer) => `the teacher's FSP matrix of ${layer} for held-out images`,
  matrix: (layer) => `the student's FSP matrix of ${layer} for held-out images`,
  compared: (layer) => `the loss (${layer}) on held-out images`,
};

/** One English sentence, for the command line. */
export function brokenSentence({ pass, layer, parameter, step, range }: BrokenLayer): string {
  const reached = range ? `; its finite numbers reached from ${number(range[0])} to ${number(range[1])} before` : "";
  return `Replayed with the reference engine, the first number that is not finite is in ${where[pass](layer, parameter)}, iteration ${step}${reached}.`;
}

const tooLargeForDigits = 1e6;

/** Four digits: `0.125`, `1.859e17`. */
function number(value: number): string {
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) < tooLargeForDigits ? String(rounded) : rounded.toExponential().replace("e+", "e");
}

/** The same numbers for every engine: images, networks, weights. */
import { resnet } from "../src/core/families/resnet.ts";
import type { LabelledImages } from "../src/core/images.ts";
import type { Network } from "../src/core/network.ts";
import type { Match } from "../src/core/pairs.ts";
import { matchingOf } from "../src/core/matching.ts";
import { defaultFirstTap } from "../src/core/pairs.ts";
import { normalised } from "../src/data/batches.ts";
import { initialWeights } from "../src/models/weights.ts";
import type { Depth } from "./cases.ts";

export const size = [32, 32, 3] as const;
export const classes = 10;
export const statistics = { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] };
/** The paper's momentum and decay; rates at which a few steps on one batch lower the loss. */
export const taskSettings = { rate: 0.01, momentum: 0.9, decay: 0.0001 };
export const fspSettings = { rate: 0.001, momentum: 0.9, decay: 0.0001 };

/** `count` numbers in -1..1 that look like noise and are the same everywhere: a multiplicative hash of the index. */
export function noise(count: number, seed: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, index) => {
    let bits = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
    bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 31 - 1;
  });
}

/** As many images as one batch takes, so that every step of every engine sees the same ones. */
export function imagesOf(batch: number): LabelledImages {
  const values = noise(batch * size[0] * size[1] * size[2], 1);
  return {
    pixels: Uint8Array.from(values, (value) => Math.floor((value + 1) * 127.9)),
    labels: Uint8Array.from({ length: batch }, (_, index) => index % classes),
  };
}

/** `[batch, 32, 32, 3]`. */
export function floatImagesOf(batch: number): Float32Array<ArrayBuffer> {
  return normalised(imagesOf(batch).pixels, size, statistics);
}

export interface Model {
  readonly network: Network;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

export function studentOf(depth: Depth): Model {
  const network = resnet(size, depth, 16, classes);
  return { network, weights: initialWeights(network, "student", 1) };
}

/** A ResNet-26 with initial weights. Half of MSRA's gain keeps what its running statistics do not normalise small. */
export function teacher(): Model {
  const network = resnet(size, 26, 16, classes);
  const weights = initialWeights(network, "teacher", 1);
  for (const [name, values] of weights) if (name.endsWith(".gamma")) values.fill(0.5);
  return { network, weights };
}

export function matchesWith(student: Network): readonly Match[] {
  return matchingOf(teacher().network, student, defaultFirstTap).matches;
}

/** The words of the feature maps, and of what shuffling them does. */
import { integer, mapSize } from "../../numbers.ts";

export const features = {
  features: {
    tap: "Layer",
    tapName: (pair: string, end: "first" | "last") => `${pair}, ${end} layer`,
    noTap: "This network has no layers with positions to look at.",
    layerShape: (layer: string, [height, width, channels]: readonly [number, number, number]) =>
      `${layer}: ${integer(channels)} @ ${mapSize(height, width)}`,
    earlierChannels: "Earlier channels",
    laterChannels: "Later channels",
    channelsShown: (first: number, last: number, channels: number) => `channels ${first} to ${last} of ${channels}`,
    oneScale: "one scale for all",
    quietChannels: (quiet: number, channels: number) =>
      quiet === 0
        ? "No channel is zero everywhere."
        : `${integer(quiet)} of ${integer(channels)} channels are zero everywhere here.`,
    demonstration: "What the matrix keeps, and what it forgets",
    permutePositions: "Permute the positions",
    shuffleChannels: "Shuffle the first layer's channels",
    putBack: "As they were",
    asTheyAre: "as they are",
    done: { positions: "positions permuted", channels: "channels shuffled" },
    theMatrix: "G",
    demonstrated: {
      of: (pair: string, image: number) => `${pair}, held-out image ${integer(image)}`,
      nothing: "These are one image's own maps. Shuffle them, and see what becomes of the matrix.",
      apart: (maps: string, matrix: string) => `The maps now differ by up to ${maps}, the matrices by up to ${matrix}.`,
      positions: {
        cells: (distance: string) =>
          `Their FSP distance is ${distance}. Both maps were moved alike: other features, the same matrix. FSP knows nothing of where.`,
        cka: () =>
          "Both maps were moved alike: other features, the same matrix. Linear CKA compares matrices, and knows nothing of where.",
        traces: (roots: string) =>
          `Both maps were moved alike: other features, the same matrix, and roots of its traces that differ by a fraction of ${roots}. They know nothing of where.`,
      },
      channels: {
        cells: (distance: string) =>
          `Their FSP distance is ${distance}. The same channels under other numbers move the matrix's rows. FSP compares by the channels' numbers.`,
        cka: () =>
          "The same channels under other numbers move the matrix's rows. Done to every image alike, that leaves each two images as alike as they were, so linear CKA stays.",
        traces: (roots: string) =>
          `The same channels under other numbers move the matrix's rows, but the roots of its traces differ by a fraction of ${roots}: the traces do not see the order.`,
      },
    },
  },
};

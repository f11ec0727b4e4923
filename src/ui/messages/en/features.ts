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
    shuffled: "shuffled",
    theMatrix: "G",
    demonstrated: (what: "nothing" | "positions" | "channels", maps: string, matrix: string, distance: string) => {
      if (what === "nothing")
        return "These are one image's own maps. Shuffle them, and see what becomes of the matrix.";
      const apart = `The maps now differ by up to ${maps}, the matrices by up to ${matrix}; their FSP distance is ${distance}.`;
      return what === "positions"
        ? `${apart} Both maps were moved alike: other features, the same matrix. FSP knows nothing of where.`
        : `${apart} The same channels under other numbers move the matrix's rows. FSP compares by the channels' numbers.`;
    },
  },
};

/** How much of a convolution one thread computes: much, so that what it loads is used often, but work for many threads. */
import type { CallOf, Window } from "../routine/routine.ts";
import type { SlabTile } from "./webgpu-filter-gradient.ts";
import { threadsPerSlab } from "./webgpu-filter-gradient.ts";
import { channelBlock } from "./webgpu-vectors.ts";

/** At most so many places in a row of the smaller map, and channels. */
export interface Tile {
  readonly columns: number;
  readonly channels: number;
}

// On SwiftShader, 16 images of 32x32x16 to 16 channels, 3x3, 8 places by 8 channels take 20 ms, 8x4 24 ms, 4x8 29 ms. On a
// GPU 8x4 should lose nothing to 8x8: neighbouring threads load the same places, and half the registers allow more of them.
// With a stride a row of 8 would need 17 places of the input in registers.

/** From the largest down. */
export function forwardTiles({ strides }: Window): readonly Tile[] {
  const narrow = { columns: 4, channels: 4 };
  return strides[1] > 1 ? [{ columns: 4, channels: 8 }, narrow] : [{ columns: 8, channels: 4 }, narrow];
}

/** A block of the input's gradient has as many places as the strides let taps reach, for each of the tile's. */
export function inputGradTiles({ strides, kernel }: Window): readonly Tile[] {
  const reached = Math.min(strides[0], kernel[0]) * Math.min(strides[1], kernel[1]);
  return (reached > 1 ? [4, 2] : [8, 4]).map((columns) => ({ columns, channels: 4 }));
}

/** Threads that keep a large GPU busy; more would only write more partial sums. */
const slabThreads = 16_384;
/** What a thread should sum before it writes, so that partial sums stay a small part of the work. */
const leastPlaces = 128;
/** Numbers that a thread sums at once: what fits in the registers of small GPUs too. */
const slabSums = 48;

export function slabTileOf(call: CallOf<"convFilterGrad">, batch: number): SlabTile {
  const { input, output, kernel } = call.window;
  const inputs = channelBlock(input[2], 4);
  const outputs = channelBlock(output[2], Math.min(16, slabSums / (kernel[1] * inputs)));
  const slabs = Math.ceil(slabThreads / threadsPerSlab(call, { inputs, outputs }));
  const rows = Math.max(Math.floor((batch * output[0]) / slabs), Math.ceil(leastPlaces / output[1]));
  return { inputs, outputs, rows: Math.min(rows, batch * output[0]) };
}

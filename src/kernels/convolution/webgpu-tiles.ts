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

/** What else may suit a GPU: more registers, or fewer and more threads. */
export function otherForwardTiles({ strides }: Window): readonly Tile[] {
  const fewest = { columns: 2, channels: 4 };
  return strides[1] > 1
    ? [{ columns: 2, channels: 8 }, fewest]
    : [{ columns: 8, channels: 8 }, { columns: 4, channels: 8 }, fewest];
}

export function otherInputGradTiles(window: Window): readonly Tile[] {
  const [largest, ...smaller] = inputGradTiles(window);
  const narrow = smaller.at(-1)!.columns;
  return [
    { columns: largest!.columns, channels: 8 },
    { columns: narrow, channels: 8 },
    { columns: Math.max(1, narrow / 2), channels: 4 },
  ];
}

/** Threads that keep a large GPU busy; more would only write more partial sums. */
const slabThreads = 16_384;
/** Numbers that a thread sums at once: what fits in the registers of small GPUs too. */
const slabSums = 48;

/**
 * The first is what the shape suggests, then slabs of other lengths, then fewer sums a thread. The slabs give no more partial
 * sums than they read numbers: of a small batch that is what takes the time.
 */
export function slabTilesOf(call: CallOf<"convFilterGrad">, batch: number): readonly SlabTile[] {
  const { input, output, kernel } = call.window;
  const inputs = channelBlock(input[2], 4);
  const outputs = channelBlock(output[2], Math.min(8, slabSums / (kernel[1] * inputs)));
  const lines = batch * output[0];
  const wanted = Math.ceil(slabThreads / threadsPerSlab(call, { inputs, outputs }));
  const most = Math.max(1, Math.floor((call.x.length + call.dy.length) / call.dkernel.length));
  const fewest = Math.ceil(lines / most);
  const rows = Math.max(1, Math.floor(lines / wanted), fewest);
  const lengths = [rows, Math.ceil(rows / 2), 2 * rows, 4 * rows].map((length) =>
    Math.min(lines, Math.max(1, fewest, length)),
  );
  const tiles = [...new Set(lengths)].map((length) => ({ inputs, outputs, rows: length }));
  const narrow = channelBlock(output[2], 4);
  return narrow < outputs ? [...tiles, { inputs, outputs: narrow, rows }] : tiles;
}

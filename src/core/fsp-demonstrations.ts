/** Two demonstrations of what an FSP matrix keeps and what it forgets, on feature maps as they are. */
import { fspMatrices } from "./fsp.ts";

/** The maps at a pair's two taps: `[positions, channels1]` and `[positions, channels2]`. */
export interface TapMaps {
  readonly first: Float32Array;
  readonly last: Float32Array;
  readonly positions: number;
  readonly shape: readonly [channels1: number, channels2: number];
}

/** `[channels1, channels2]` in float64. */
export function matrixOf({ first, last, positions, shape }: TapMaps): Float64Array {
  return fspMatrices(first, last, [1, positions, ...shape]);
}

/** Both maps with their positions in the order that `order` lists: other features, the same FSP matrix. */
export function withPermutedPositions(maps: TapMaps, order: ArrayLike<number>): TapMaps {
  return {
    ...maps,
    first: reordered(
      maps.first,
      maps.positions,
      maps.shape[0],
      (p) => order[p]!,
      (c) => c,
    ),
    last: reordered(
      maps.last,
      maps.positions,
      maps.shape[1],
      (p) => order[p]!,
      (c) => c,
    ),
  };
}

/** The first map with its channels in the order that `order` lists: the matrix's rows move along. */
export function withShuffledChannels(maps: TapMaps, order: ArrayLike<number>): TapMaps {
  return {
    ...maps,
    first: reordered(
      maps.first,
      maps.positions,
      maps.shape[0],
      (p) => p,
      (c) => order[c]!,
    ),
  };
}

function reordered(
  map: Float32Array,
  positions: number,
  channels: number,
  position: (p: number) => number,
  channel: (c: number) => number,
): Float32Array {
  const moved = new Float32Array(map.length);
  for (let p = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++) moved[p * channels + c] = map[position(p) * channels + channel(c)]!;
  }
  return moved;
}

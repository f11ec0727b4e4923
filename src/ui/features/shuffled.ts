/** The two demonstrations on one image's maps: what is shown before and after, and how far apart it is. */
import type { TapMaps } from "../../core/fsp-demonstrations.ts";
import { matrixOf, withPermutedPositions, withShuffledChannels } from "../../core/fsp-demonstrations.ts";
import { traceRoots } from "../../core/relations/definitions.ts";
import { permutation, stream } from "../../core/rng.ts";

/** What was done to the maps. */
export type Shuffling = "nothing" | keyof Shuffles;

/** How often each was shuffled; 0 leaves it as it is, and each other number is an order of its own. */
export interface Shuffles {
  readonly positions: number;
  readonly channels: number;
}

export interface Shuffled {
  readonly maps: TapMaps;
  /** `[channels1, channels2]`. */
  readonly matrix: Float64Array;
  /** Between the maps and between the matrices: the largest absolute difference. */
  readonly mapsApart: number;
  readonly matricesApart: number;
  /** Between the matrices: the squared differences summed, what FSP would minimise. */
  readonly distance: number;
  /** Between the roots of the traces, which is what the traces compare: the largest relative difference. */
  readonly rootsApart: number;
}

export function shuffled(original: TapMaps, { positions, channels }: Shuffles): Shuffled {
  let maps = original;
  if (positions > 0) maps = withPermutedPositions(maps, permutation(maps.positions, stream("order", positions, 0)));
  if (channels > 0) maps = withShuffledChannels(maps, permutation(maps.shape[0], stream("order", channels, 1)));
  const [before, matrix] = [matrixOf(original), matrixOf(maps)];
  return {
    maps,
    matrix,
    mapsApart: Math.max(apart(maps.first, original.first), apart(maps.last, original.last)),
    matricesApart: apart(matrix, before),
    distance: matrix.reduce((sum, value, index) => sum + (value - before[index]!) ** 2, 0),
    rootsApart: relativelyApart(traceRoots(matrix, maps.shape), traceRoots(before, maps.shape)),
  };
}

function relativelyApart(a: Float64Array, b: Float64Array): number {
  return apart(
    a.map((value, i) => value / b[i]!),
    b.map(() => 1),
  );
}

function apart(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

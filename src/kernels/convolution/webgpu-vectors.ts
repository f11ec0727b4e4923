/** Maps and kernels as arrays of WGSL vectors: as many neighbouring channels are read at once as divide them. */
import type { Place } from "../routine/routine.ts";
import type { Bound } from "../webgpu/wgsl.ts";

export type Lanes = 1 | 2 | 4;

export function lanesOf(channels: number): Lanes {
  return channels % 4 === 0 ? 4 : channels % 2 === 0 ? 2 : 1;
}

export function typeOf(lanes: Lanes): string {
  return lanes === 1 ? "f32" : `vec${lanes}f`;
}

export function laneOf(vector: string, lanes: Lanes, lane: number): string {
  return lanes === 1 ? vector : `${vector}.${"xyzw"[lane]}`;
}

/** The largest divisor of `channels` up to `most` that is made of whole vectors; one vector at least. */
export function channelBlock(channels: number, most: number): number {
  const lanes: number = lanesOf(channels);
  let block = lanes;
  for (let candidate = lanes; candidate <= most; candidate += lanes) if (channels % candidate === 0) block = candidate;
  return block;
}

/**
 * A place as an array of known length. Where Dawn can see from the arithmetic that an index stays inside, it leaves the
 * clamp out, and the shader's compiler can fold the constants of neighbouring indices into its loads.
 */
export function vectorArray(place: Place, lanes: Lanes, access: "read" | "read_write" = "read"): Bound {
  return { binding: place, space: `storage, ${access}`, type: `array<${typeOf(lanes)}, ${place.length / lanes}>` };
}

import type { Network } from "../core/network.ts";
import { mapShapeOf } from "../core/network.ts";
import type { Pair } from "../core/pairs.ts";
import type { Call } from "../kernels/routine/routine.ts";
import type { Features } from "./forward-calls.ts";

type Maps = Pick<Extract<Call, { op: "fsp" }>, "first" | "firstSize" | "last" | "lastSize">;

/** Whether routines can compute this pair's matrix: two layers, max-pooling by whole blocks. */
export function fits(network: Network, { first, last, resize }: Pair): boolean {
  if (first === last) return false;
  if (!resize) return true;
  const [height, width] = mapShapeOf(network, resize.of === "first" ? first : last);
  return resize.op === "max" && height % resize.to[0] === 0 && width % resize.to[1] === 0;
}

export function fspCallOf(network: Network, { first, last }: Pair, features: Features): Maps {
  return {
    first: features.get(first)!,
    firstSize: mapShapeOf(network, first),
    last: features.get(last)!,
    lastSize: mapShapeOf(network, last),
  };
}

/** What dropout drops: chosen by the run's seed, the stage and the step, never by the engine. */
import type { DropoutNode, Network } from "../core/network.ts";
import type { StepKey } from "../core/rng.ts";
import { stream } from "../core/rng.ts";

/** `count` numbers, each 0 with probability `rate` and else `1 / (1 - rate)`; every dropout layer of a network draws its own. */
export function dropoutMask(
  network: Network,
  node: DropoutNode,
  count: number,
  { seed, stage, step }: StepKey,
): Float32Array {
  const layer = network.nodes.filter(({ op }) => op === "dropout").indexOf(node);
  const rng = stream("dropout", seed, stage, step, layer);
  const kept = 1 / (1 - node.rate);
  const threshold = node.rate * 2 ** 32;
  return Float32Array.from({ length: count }, () => (rng.uint32() < threshold ? 0 : kept));
}

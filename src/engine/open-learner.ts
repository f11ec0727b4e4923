import type { Network } from "../core/network.ts";
import { layoutOf } from "../models/arena.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { Learner } from "./learner.ts";
import { MachineLearner } from "./machine-learner.ts";
import type { EngineParts } from "./parts.ts";
import { TapeLearner } from "./tape-learner.ts";

/** On a machine where there is one. The caller disposes it. */
export async function openLearner(network: Network, initial: WeightArrays, parts: EngineParts): Promise<Learner> {
  if (!parts.openMachine) return new TapeLearner(network, initial);
  const layout = layoutOf(network);
  return new MachineLearner(network, initial, layout, await parts.openMachine(layout.lengths));
}

/** Similarity-preserving: `cross-entropy + gamma * sum over layers of the difference of the images' similarities`. */
import type { Method } from "../../core/experiment.ts";
import type { Given, Guidance } from "./guidance.ts";
import { layerTaps, mapAt } from "./layer-taps.ts";
import { similarityLoss } from "./losses.ts";

export function similarityPreserving({ layers, gamma }: Extract<Method, { kind: "sp" }>, given: Given): Guidance {
  const { matches, parts, taps } = layerTaps(layers, given);
  return {
    name: "similarity",
    parts,
    taps,
    taskWeight: 1,
    weightAt: () => gamma,
    // The similarities themselves are of a whole batch: no image has its own.
    targets: (features) => matches.map(({ teacher }) => mapAt(features, teacher)),
    losses: (features, targets) =>
      matches.map(({ student }, index) => similarityLoss(mapAt(features, student), targets[index]!)),
  };
}

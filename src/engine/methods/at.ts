/** Attention transfer: `cross-entropy + beta * sum over layers of the attention maps' mean squared difference`. */
import type { Method } from "../../core/experiment.ts";
import type { Given, Guidance } from "./guidance.ts";
import { alikeMap, layerTaps } from "./layer-taps.ts";
import { attention, attentionLoss } from "./losses.ts";

export function attentionTransfer({ layers, beta }: Extract<Method, { kind: "at" }>, given: Given): Guidance {
  const { matches, parts, taps } = layerTaps(layers, given);
  return {
    name: "attention",
    parts,
    taps,
    taskWeight: 1,
    weightAt: () => beta,
    targets: (features) => matches.map((match) => attention(alikeMap(given, match, "teacher", features))),
    losses: (features, targets) =>
      matches.map((match, index) =>
        attentionLoss(attention(alikeMap(given, match, "student", features)), targets[index]!),
      ),
  };
}

/** How compared channels come of own ones, from what a remedy holds. */
import type * as tf from "@tensorflow/tfjs-core";
import type { ChannelOrigin, Origins } from "../core/compared-channels.ts";
import type { GroupReduction } from "../core/relations/channel-groups.ts";
import type { ChannelGroups } from "./channel-assignment.ts";
import type { Factors } from "./teacher-projection.ts";

/** Of the factors that a matrix stands between, one a row a compared channel. */
export async function mixes([first, last]: Factors): Promise<Origins> {
  const mix = async (factor: tf.Tensor2D): Promise<ChannelOrigin> => ({
    kind: "mix",
    weights: Float32Array.from(await factor.data()),
  });
  return { first: await mix(first), last: await mix(last) };
}

/** Of the student's so many channels. */
export function grouped(
  { first, last }: ChannelGroups,
  channels: readonly [number, number],
  reduction: GroupReduction,
): Origins {
  return {
    first: { kind: "groups", groups: first, channels: channels[0], reduction },
    last: { kind: "groups", groups: last, channels: channels[1], reduction },
  };
}

/** With compared channel `i` in the place of what was `order[i]`; null for no order: as it is. */
export function reordered(origin: ChannelOrigin | null, order: Uint32Array | null): ChannelOrigin | null {
  if (!order) return origin;
  switch (origin?.kind) {
    case undefined:
      return { kind: "order", order };
    case "order":
      return { kind: "order", order: order.map((i) => origin.order[i]!) };
    case "mix": {
      const own = origin.weights.length / order.length;
      const weights = new Float32Array(origin.weights.length);
      for (const [to, from] of order.entries())
        weights.set(origin.weights.subarray(from * own, (from + 1) * own), to * own);
      return { kind: "mix", weights };
    }
    case "groups":
      return { ...origin, groups: origin.groups.map((group) => order.indexOf(group)) };
    default:
      return origin satisfies never;
  }
}

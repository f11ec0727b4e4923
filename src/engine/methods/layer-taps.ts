/** The layers that a method without matrices of its own reads. */
import * as tf from "@tensorflow/tfjs-core";
import type { LayerChoice, LayerMatch } from "../../core/methods/layers.ts";
import { layerMatchesOf } from "../../core/methods/layers.ts";
import { mapShapeOf } from "../../core/network.ts";
import { toMap } from "../../models/forward.ts";
import type { Given, Guidance, Taps } from "./guidance.ts";

export interface LayerTaps extends Pick<Guidance, "parts" | "taps"> {
  readonly matches: readonly LayerMatch[];
}

export function layerTaps(choice: LayerChoice, { teacher, student }: Pick<Given, "teacher" | "student">): LayerTaps {
  const matches = layerMatchesOf(choice, teacher, student);
  return {
    matches,
    parts: matches.map(({ name }) => name),
    taps: { teacher: matches.map((match) => match.teacher), student: matches.map((match) => match.student) },
  };
}

/** `[n, h, w, c]`. */
export function mapAt(taps: Taps, layer: string): tf.Tensor4D {
  return toMap(taps.get(layer)!, layer);
}

/** The map at one side's layer, averaged over blocks to the other side's size where that is smaller. Differentiable. */
export function alikeMap(
  networks: Pick<Given, "teacher" | "student">,
  match: LayerMatch,
  side: "teacher" | "student",
  taps: Taps,
): tf.Tensor4D {
  const map = mapAt(taps, match[side]);
  const other = side === "teacher" ? "student" : "teacher";
  const [height, width] = mapShapeOf(networks[other], match[other]);
  if (map.shape[1] <= height && map.shape[2] <= width) return map;
  const block: [number, number] = [map.shape[1] / height, map.shape[2] / width];
  return tf.avgPool(map, block, block, "valid");
}

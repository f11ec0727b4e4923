/** FSP matrices of a network's taps, as tensors. */
import * as tf from "@tensorflow/tfjs-core";
import type { Match, Pair } from "../core/pairs.ts";
import type { MatrixKind } from "../core/relations/settings.ts";
import { toMap } from "../models/forward.ts";
import { fspMatrices } from "../kernels/fsp/op.ts";
import { bilinearMap, cosineMap } from "./relation-losses.ts";

/** `[n, channels1, channels2]` for one pair, from the features of its two taps. */
export function matricesOf(pair: Pair, taps: ReadonlyMap<string, tf.Tensor>): tf.Tensor3D {
  return fspMatrices(resizedMap(pair, "first", taps), resizedMap(pair, "last", taps));
}

/** `[n, h, w, ca]` and `[n, h, w, cb]` → `[n, ca, cb]`. */
export function comparedMatrices(first: tf.Tensor4D, last: tf.Tensor4D, kind: MatrixKind): tf.Tensor3D {
  return kind === "cosine" ? fspMatrices(cosineMap(first), cosineMap(last)) : fspMatrices(first, last);
}

/** The matrices of one side of every match, by the match's name. */
export function matricesBySide(
  matches: readonly Match[],
  side: "teacher" | "student",
  taps: ReadonlyMap<string, tf.Tensor>,
): Map<string, tf.Tensor3D> {
  return new Map(matches.map((match) => [match.name, matricesOf(match[side], taps)]));
}

/** The map at one tap of a pair as its matrix takes it, `[n, height, width, channels]`. */
export function resizedMap(pair: Pair, end: "first" | "last", taps: ReadonlyMap<string, tf.Tensor>): tf.Tensor4D {
  const feature = taps.get(pair[end]);
  if (!feature) throw new RangeError(`fsp: no feature map of layer "${pair[end]}"`);
  const map = toMap(feature, pair[end]);
  const { resize } = pair;
  if (resize?.of !== end) return map;
  const window: [number, number] = [map.shape[1] / resize.to[0], map.shape[2] / resize.to[1]];
  switch (resize.op) {
    case "max":
      return tf.maxPool(map, window, window, "valid");
    case "avg":
      return tf.avgPool(map, window, window, "valid");
    case "bilinear":
      return bilinearMap(map, resize.to);
    default:
      return resize.op satisfies never;
  }
}

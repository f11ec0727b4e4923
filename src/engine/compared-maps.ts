/** The channels that a pair's compared matrix is made of, as tensors. */
import * as tf from "@tensorflow/tfjs-core";
import type { ChannelOrigin } from "../core/compared-channels.ts";
import type { MatrixKind } from "../core/relations/settings.ts";
import { cosineMap, groupedChannels } from "./relation-losses.ts";

/**
 * `[n, h, w, own channels]` → `[n, h, w, compared channels]`. The FSP matrix of two such maps is the one that is compared:
 * `A1 G A2^T` is that of sums of channels. Groups take the own maps, a cosine matrix then what came of them.
 */
export function comparedMap(map: tf.Tensor4D, origin: ChannelOrigin | null, matrix: MatrixKind): tf.Tensor4D {
  if (origin?.kind === "groups") {
    const { groups, channels, reduction } = origin;
    return scaled(groupedChannels(map, groups, channels, reduction), matrix);
  }
  const own = enteringMap(map, origin, matrix);
  if (!origin) return own;
  if (origin.kind === "order") return tf.gather(own, tf.tensor1d(Int32Array.from(origin.order), "int32"), 3);
  const [n, height, width, channels] = own.shape;
  const weights = tf.tensor2d(origin.weights, [origin.weights.length / channels, channels]);
  const rows = tf.matMul(tf.reshape(own, [n * height * width, channels]), weights, false, true);
  return tf.reshape(rows, [n, height, width, weights.shape[0]]);
}

/** The own map as it enters: of a cosine matrix, unless groups come before it, with each channel brought to mean square 1. */
export function enteringMap(map: tf.Tensor4D, origin: ChannelOrigin | null, matrix: MatrixKind): tf.Tensor4D {
  return origin?.kind === "groups" ? map : scaled(map, matrix);
}

function scaled(map: tf.Tensor4D, matrix: MatrixKind): tf.Tensor4D {
  return matrix === "cosine" ? cosineMap(map) : map;
}

/** Finds which of the teacher's channels stand for which of the student's, on a few training images. */
import * as tf from "@tensorflow/tfjs-core";
import type { LabelledImages } from "../core/images.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import { channelCosts, channelGroups } from "../core/relations/channel-groups.ts";
import { forward } from "../models/forward.ts";
import { resizedMap } from "./fsp-matrices.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";

/** For each of the teacher's channels at a pair's two ends the student's channel that it belongs to. */
export interface ChannelGroups {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/** The first training images, without augmentation: as many as a usual batch. */
const mostImages = 64;

export async function assignedChannels(
  teacher: TeacherModel,
  student: TeacherModel,
  matches: readonly Match[],
  { pixels, labels }: LabelledImages,
): Promise<ChannelGroups[]> {
  const n = Math.min(mostImages, labels.length);
  const some = pixels.subarray(0, (pixels.length / labels.length) * n);
  const theirs = await mapsOf(teacher, "teacher", matches, some);
  const ours = await mapsOf(student, "student", matches, some);
  return matches.map(({ shape, studentShape }, index) => {
    const groups = (end: "first" | "last") => {
      const [ct, cs] = end === "first" ? [shape[0], studentShape[0]] : [shape[1], studentShape[1]];
      const map = ours[index]![end];
      const costs = channelCosts(map, theirs[index]![end], [n, map.length / n / cs, cs, ct]);
      return channelGroups(costs, cs, ct);
    };
    return { first: groups("first"), last: groups("last") };
  });
}

type Ends = Record<"first" | "last", Float32Array>;

async function mapsOf(
  { network, weights, statistics }: TeacherModel,
  side: "teacher" | "student",
  matches: readonly Match[],
  pixels: Uint8Array,
): Promise<Ends[]> {
  const maps = tf.tidy(() => {
    const taps = tapsOf(matches.map((match) => match[side]));
    // A student that has hardly learned has no running statistics worth the name: it is taken as in training.
    const training = side === "student" ? { key: { seed: 0, stage: 1, step: 0 }, onStatistics: () => {} } : null;
    const outputs = forward(network, weights, batchOf(network, pixels, statistics), taps, training);
    return matches.map((match) => ({
      first: resizedMap(match[side], "first", outputs).clone(),
      last: resizedMap(match[side], "last", outputs).clone(),
    }));
  });
  try {
    return await Promise.all(
      maps.map(async ({ first, last }) => ({
        first: Float32Array.from(await first.data()),
        last: Float32Array.from(await last.data()),
      })),
    );
  } finally {
    tf.dispose(maps);
  }
}

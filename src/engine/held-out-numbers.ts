/** What is computed of images that nobody learns from, step by step: to find where that stops being finite. */
import * as tf from "@tensorflow/tfjs-core";
import { isAllFinite } from "../core/divergence.ts";
import type { ImageSet, LabelledImages } from "../core/images.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import { slices } from "../data/batches.ts";
import { forward } from "../models/forward.ts";
import type { Comparison } from "./comparison.ts";
import { largestBatch } from "./evaluation.ts";
import { matricesOf } from "./fsp-matrices.ts";
import type { Guide } from "./methods/guide.ts";
import { layerNumbers, tensorNumbers, type Numbers } from "./numbers.ts";
import { probeImagesIn } from "./probe.ts";
import { batchOf } from "./tape-views.ts";
import { disposeTeacher, toModel, type TeacherModel } from "./teacher-model.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** Of the validation images: the layers of the first batch, and of each other whose logits are not finite. */
export async function* validationNumbers(
  model: TeacherModel,
  validation: LabelledImages,
): AsyncGenerator<Numbers, void> {
  const { network } = model;
  const batch = Math.min(largestBatch, validation.labels.length);
  let isFirst = true;
  for (const { pixels } of slices(validation, network.input, batch)) {
    if (isFirst || !isAllFinite(await logitsOf(model, pixels)))
      yield* layerNumbers("validation", model, pixels, [network.output], null);
    isFirst = false;
  }
}

export interface Compared {
  readonly guide: Guide;
  readonly teacher: TrainedTeacher;
  readonly matches: readonly Match[];
  readonly comparison: Comparison | null;
}

/** Of what is compared with the teacher: its matrices, the student's layers and matrices, the losses before their weights. */
export async function* comparedNumbers(
  model: TeacherModel,
  images: ImageSet,
  { guide, teacher, matches, comparison }: Compared,
): AsyncGenerator<Numbers, void> {
  const { pixels } = probeImagesIn(images);
  const { name, taps } = guide.guidance;
  const pairs = matches.map((match) => match.name);
  const matrices = (side: "teacher" | "student", { network, weights, statistics }: TeacherModel) =>
    tf.tidy(() => {
      const sides = matches.map((match) => match[side]);
      const maps = forward(network, weights, batchOf(network, pixels, statistics), tapsOf(sides), null);
      return comparison?.ownMatrices(side, maps) ?? sides.map((pair) => matricesOf(pair, maps));
    });
  if (name === "fsp") {
    const theirs = toModel(teacher);
    try {
      yield* tensorNumbers("teacher-matrix", pairs, matrices("teacher", theirs));
    } finally {
      disposeTeacher(theirs);
    }
  }
  yield* layerNumbers("validation", model, pixels, taps.student, null);
  if (name === "fsp") yield* tensorNumbers("matrix", pairs, matrices("student", model));
  for (const [layer, loss] of Object.entries(await guide.measured(pixels, model)))
    yield { pass: "compared", layer, parameter: null, values: Float64Array.of(loss) };
}

async function logitsOf({ network, weights, statistics }: TeacherModel, pixels: Uint8Array): Promise<Float32Array> {
  const logits = tf.tidy(() =>
    forward(network, weights, batchOf(network, pixels, statistics), [network.output], null).get(network.output)!,
  );
  try {
    return Float32Array.from(await logits.data());
  } finally {
    logits.dispose();
  }
}

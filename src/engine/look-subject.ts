/** The images that a look is about. */
import type { ImageSet, LabelledImages } from "../core/images.ts";
import type { Subject } from "../core/look.ts";
import { LookRefused } from "../core/look.ts";
import { probeImagesOf } from "../core/probe.ts";
import { BatchStream } from "../data/batches.ts";
import type { Setting } from "./scene.ts";
import { stageIterations } from "./scene.ts";

/** Throws `LookRefused` where there are no such images. */
export function imagesOf(setting: Setting, subject: Subject): LabelledImages {
  const { validation } = setting.images;
  switch (subject.kind) {
    case "image":
      return validationImages(setting.images, subject.index, 1);
    case "probe":
      return validationImages(setting.images, 0, probeImagesOf(validation.labels.length));
    case "validation":
      return validation;
    case "batch":
      return batchImages(setting, subject.stage, subject.iteration);
    default:
      return subject satisfies never;
  }
}

/** Validation images `from` .. `from + count - 1`; throws as above. */
export function validationImages({ validation, size }: ImageSet, from: number, count: number): LabelledImages {
  const known = validation.labels.length;
  if (!(Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 1 && from + count <= known)) {
    throw new LookRefused(
      "not-there",
      `There are ${known} validation images, none of them are ${count} from ${from} on.`,
    );
  }
  const bytes = size[0] * size[1] * size[2];
  return {
    pixels: validation.pixels.subarray(from * bytes, (from + count) * bytes),
    labels: validation.labels.subarray(from, from + count),
  };
}

function batchImages({ experiment, images, network, seed }: Setting, stage: 1 | 2, iteration: number): LabelledImages {
  const iterations = stageIterations(experiment)[stage];
  if (!(Number.isInteger(iteration) && iteration >= 0 && iteration < iterations)) {
    throw new LookRefused("not-there", `Stage ${stage} has ${iterations} iterations, none of them is ${iteration}.`);
  }
  const { batch, augment } = experiment;
  const stream = new BatchStream(images.training, network.input, batch, augment, seed, stage);
  const { pixels, labels } = stream.batchAt(iteration);
  return { pixels, labels: Uint8Array.from(labels) };
}

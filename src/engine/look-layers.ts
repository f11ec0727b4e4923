/** What one network makes of images: channels of a layer, predictions, the confusion matrix. */
import { confusionMatrix } from "../core/confusion.ts";
import type { LabelledImages } from "../core/images.ts";
import type { LookAnswer, LookOf } from "../core/look.ts";
import { LookRefused, mostBytes, mostChannels, mostPredictions } from "../core/look.ts";
import type { Network } from "../core/network.ts";
import { argmax, softmax } from "./evaluation.ts";
import { withSide } from "./look-model.ts";
import { sliceViews } from "./look-slices.ts";
import { imagesOf, validationImages } from "./look-subject.ts";
import type { Breathe } from "./parts.ts";
import type { Scene } from "./scene.ts";
import type { TeacherModel } from "./teacher-model.ts";

export async function lookAtFeatures(scene: Scene, look: LookOf<"features">, breathe: Breathe): Promise<LookAnswer> {
  const { side, subject, layer, channels } = look;
  const images = imagesOf(scene, subject);
  return withSide(scene, side, async (model, moment) => {
    const [height, width, depth] = mapSize(model.network, layer, channels);
    const count = height * width * channels.length;
    const sums = new Float64Array(count);
    for await (const slice of sliceViews(model, images, [layer], (outputs) => [outputs.get(layer)!], breathe)) {
      const [values] = slice.values;
      for (let i = 0; i < slice.count * count; i++) {
        const [place, channel] = [Math.floor(i / channels.length), channels[i % channels.length]!];
        sums[i % count]! += values![place * depth + channel]!;
      }
    }
    const maps = Float32Array.from(sums, (sum) => sum / images.labels.length);
    return { type: "features", moment, maps, size: [height, width] };
  });
}

export async function lookAtPredictions(
  scene: Scene,
  { side, from, count }: LookOf<"predictions">,
  breathe: Breathe,
): Promise<LookAnswer> {
  if (count > mostPredictions) {
    throw new LookRefused("too-large", `${count} images are more than the ${mostPredictions} that one answer holds.`);
  }
  const images = validationImages(scene.images, from, count);
  return withSide(scene, side, async (model, moment) => {
    const rows = await logitsOf(model, images, breathe);
    const probabilities = Float32Array.from(rows.flatMap((row) => [...softmax(row)]));
    const { size, classes } = scene.images;
    const [labels, pixels] = [images.labels.slice(), images.pixels.slice()];
    return { type: "predictions", moment, probabilities, labels, pixels, size, classes };
  });
}

export async function lookAtConfusion(
  scene: Scene,
  { side }: LookOf<"confusion">,
  breathe: Breathe,
): Promise<LookAnswer> {
  const { validation } = scene.images;
  return withSide(scene, side, async (model, moment) => {
    const rows = await logitsOf(model, validation, breathe);
    const { classes } = scene.images;
    const counts = confusionMatrix(validation.labels, rows.map(argmax), classes.length);
    return { type: "confusion", moment, classes, counts };
  });
}

/** One row of logits an image. */
async function logitsOf(model: TeacherModel, images: LabelledImages, breathe: Breathe): Promise<Float32Array[]> {
  const { output } = model.network;
  const rows: Float32Array[] = [];
  for await (const { values, shapes, count } of sliceViews(
    model,
    images,
    [output],
    (all) => [all.get(output)!],
    breathe,
  )) {
    const classes = values[0]!.length / shapes[0]![0]!;
    for (let i = 0; i < count; i++) rows.push(values[0]!.subarray(i * classes, (i + 1) * classes));
  }
  return rows;
}

/** Of a layer whose channels these are; throws `LookRefused` where it has no such. */
function mapSize(network: Network, layer: string, channels: readonly number[]): readonly [number, number, number] {
  const shape = network.nodes.find(({ name }) => name === layer)?.shape;
  if (shape?.length !== 3) throw new LookRefused("not-there", `No layer with positions is named "${layer}".`);
  const isThere = (channel: number) => Number.isInteger(channel) && channel >= 0 && channel < shape[2];
  if (channels.length === 0 || !channels.every(isThere)) {
    throw new LookRefused("not-there", `"${layer}" has channels 0 to ${shape[2] - 1}; others were asked for, or none.`);
  }
  if (channels.length > mostChannels || 4 * shape[0] * shape[1] * channels.length > mostBytes) {
    throw new LookRefused("too-large", `An answer holds up to ${mostChannels} channels and 16 MiB.`);
  }
  return shape;
}

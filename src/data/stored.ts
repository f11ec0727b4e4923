/** Images from elsewhere, as an experiment asks for them. */
import { BadInput } from "../core/bad-input.ts";
import type { StoredData } from "../core/experiment.ts";
import type { ImageSet, LabelledImages } from "../core/images.ts";
import type { Picture } from "./import/picture.ts";
import { fitted, recoloured } from "./import/picture.ts";
import type { OnProgress } from "./shard.ts";
import { chosen } from "./subset.ts";

/** Finds a whole set by the SHA-256 of its contents; null where it is not here. */
export type FindStored = (sha256: string) => Promise<ImageSet | null>;

/** Throws `BadInput`: "data-missing" names the file to ask for, "data-few" what it has too few of. */
export async function openStored(data: StoredData, find: FindStored, onProgress: OnProgress): Promise<ImageSet> {
  const { name, sha256, classes, side, channels } = data;
  onProgress({ done: 0, total: 1 });
  const whole = await find(sha256);
  if (!whole) throw new BadInput({ code: "data-missing", name, sha256 });
  if (whole.classes.length !== classes)
    throw new BadInput({ code: "data-classes", name, said: classes, there: whole.classes.length });
  const set = chosen(whole, data);
  const seen = (images: LabelledImages) => refitted(images, whole.size, side, channels);
  const size = [side, side, channels] as const;
  const { training, validation, test } = set;
  onProgress({ done: 1, total: 1 });
  return { classes: set.classes, size, training: seen(training), validation: seen(validation), test: seen(test) };
}

/** All images in another size or colour. */
export function refitted(
  images: LabelledImages,
  [height, width, depth]: ImageSet["size"],
  side: number,
  channels: 1 | 3,
): LabelledImages {
  if (height === side && width === side && depth === channels) return images;
  const { labels } = images;
  const fromBytes = height * width * depth;
  const toBytes = side * side * channels;
  const pixels = new Uint8Array(labels.length * toBytes);
  for (let index = 0; index < labels.length; index++) {
    const own = images.pixels.subarray(index * fromBytes, (index + 1) * fromBytes);
    const picture: Picture = { width, height, channels: depth === 3 ? 3 : 1, pixels: own };
    pixels.set(recoloured(fitted(picture, side), channels).pixels, index * toBytes);
  }
  return { pixels, labels };
}

import type { ImageSet } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import type { ContactSheet } from "../../core/set-summary.ts";

/** The first `most` images of each class: of the training images, then of the others. */
export function contactSheet(images: ImageSet, most: number): ContactSheet {
  const { size, classes } = images;
  const imageBytes = size[0] * size[1] * size[2];
  const found: Uint8Array[][] = classes.map(() => []);
  for (const split of splits) {
    const { labels, pixels } = images[split];
    for (const [index, label] of labels.entries()) {
      const own = found[label]!;
      if (own.length < most) own.push(pixels.subarray(index * imageBytes, (index + 1) * imageBytes));
    }
  }
  const all = found.flat();
  const whole = new Uint8Array(all.length * imageBytes);
  for (const [place, image] of all.entries()) whole.set(image, place * imageBytes);
  return { size, counts: found.map(({ length }) => length), pixels: whole };
}

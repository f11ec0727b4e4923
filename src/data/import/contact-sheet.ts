import type { ImageSet } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import type { ContactSheet, Place, Summary } from "../../core/set-summary.ts";

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
  return sheetOf(size, found);
}

/** The first `most` images of each kind of odd ones: twice there, of one colour, of another size. */
export function oddSheet(
  { size, ...images }: ImageSet,
  { duplicates, oneColour, refitted }: Pick<Summary, "duplicates" | "oneColour" | "refitted">,
  most: number,
): ContactSheet {
  const imageBytes = size[0] * size[1] * size[2];
  const kinds = [duplicates.map(([later]) => later), oneColour, refitted.flatMap(({ place }) => place ?? [])];
  const pixelsAt = ({ split, index }: Place) =>
    images[split].pixels.subarray(index * imageBytes, (index + 1) * imageBytes);
  return sheetOf(
    size,
    kinds.map((places) => places.slice(0, most).map(pixelsAt)),
  );
}

function sheetOf(size: ImageSet["size"], found: readonly (readonly Uint8Array[])[]): ContactSheet {
  const imageBytes = size[0] * size[1] * size[2];
  const all = found.flat();
  const whole = new Uint8Array(all.length * imageBytes);
  for (const [place, image] of all.entries()) whole.set(image, place * imageBytes);
  return { size, counts: found.map(({ length }) => length), pixels: whole };
}

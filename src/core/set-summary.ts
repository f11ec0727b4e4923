/** What a person should know of a set of images before using it: how much of what, and what is odd about it. */
import type { ImageSet, Split } from "./images.ts";

export interface ClassCount extends Readonly<Record<Split, number>> {
  readonly name: string;
}

/** One image; `index` counts from 0. */
export interface Place {
  readonly split: Split;
  readonly index: number;
}

/** A picture that was cut or averaged to the size of most; its own is `height x width x channels`. */
export interface Refitted {
  readonly path: string;
  readonly size: string;
  /** In the set; null where an older lab kept it without. */
  readonly place: Place | null;
}

export interface Summary {
  readonly name: string;
  readonly sha256: string;
  readonly size: ImageSet["size"];
  readonly classes: readonly ClassCount[];
  /** Images whose every pixel is that of an earlier one, which is named second. */
  readonly duplicates: readonly (readonly [Place, Place])[];
  /** Of these, validation and test images that are training images too: what is measured on them says too much. */
  readonly leaks: number;
  readonly oneColour: readonly Place[];
  readonly refitted: readonly Refitted[];
  /** Classes without a training image. */
  readonly empty: readonly string[];
  /** Files that hold no images, or damaged ones, and folders that hold nothing; these end with a slash. */
  readonly ignored: readonly string[];
}

export function countOf({ classes }: Pick<Summary, "classes">, split: Split): number {
  return classes.reduce((sum, count) => sum + count[split], 0);
}

/** Some images of each class, or of each kind of odd ones, as a person looks over them. */
export interface ContactSheet {
  readonly size: ImageSet["size"];
  /** Of each; a class without images has none. */
  readonly counts: readonly number[];
  /** `[n, height, width, channels]`, one after the other. */
  readonly pixels: Uint8Array;
}

/** How many odd ones there are, and the first of them. */
export interface Odd<T> {
  readonly count: number;
  readonly examples: readonly T[];
}

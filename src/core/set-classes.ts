/** Which classes a set of images has, and which of them an experiment learns. */
import type { Data, Subset } from "./experiment.ts";

/** Each class of Fashion-MNIST. */
export const fashionImages = { training: 6000, test: 1000 };

/** How many the set has. */
export function wholeClasses(data: Data): number {
  return data.kind === "fashion-mnist" ? 10 : data.classes;
}

/** How many of them are learned. */
export function classCountOf(data: Data): number {
  return subsetOf(data)?.classes?.length ?? wholeClasses(data);
}

/** Their indices in the whole set. */
export function classesIn(data: Data): readonly number[] {
  return subsetOf(data)?.classes ?? Array.from({ length: wholeClasses(data) }, (_, index) => index);
}

/** Null: no part of it is drawn. */
export function subsetOf(data: Data): Subset | null {
  return data.kind === "shapes" ? null : (data.subset ?? null);
}

/** NumPy arrays of images with their labels: `.npz` files, or `.npy` files side by side. */
import type { Budget } from "./budget.ts";
import { damaged, faulty } from "./damage.ts";
import type { NpyArray } from "./npy.ts";
import type { Part } from "./part.ts";
import { nameOf, splitIn } from "./files.ts";

type Role = "images" | "labels";

/** Keras and MedMNIST name their arrays so: `x_train`, `y_test`, `val_images`. */
function roleOf(path: string): Role | null {
  const words = nameOf(path)
    .toLowerCase()
    .replace(/\.npy$/, "")
    .split(/[^a-z]+/);
  if (words.some((word) => /^(?:x|images?|pixels|data|imgs)$/.test(word))) return "images";
  return words.some((word) => /^(?:y|labels?|targets?|classes)$/.test(word)) ? "labels" : null;
}

/** What is left of a name without its role: arrays of one split share it. */
function stemOf(path: string): string {
  return path
    .toLowerCase()
    .replaceAll(/(?<![a-z])(?:x|y|images?|labels?|pixels|data|imgs|targets?|classes)(?![a-z])/g, "");
}

export function npyParts(arrays: readonly NpyArray[], budget: Budget): Part[] {
  const labels = arrays.filter(({ path }) => roleOf(path) === "labels");
  return arrays.flatMap((images) => {
    if (roleOf(images.path) !== "images") return [];
    const theirs = labels.find(({ path }) => stemOf(path) === stemOf(images.path));
    if (!theirs) throw faulty(images.path, null, { kind: "missing", what: "labels-array" });
    return [partOf(images, theirs, budget)];
  });
}

function partOf(images: NpyArray, labels: NpyArray, budget: Budget): Part {
  const [count, ...rest] = images.shape;
  const size = sizeOf(rest);
  if (count === undefined || !size || images.length === 0)
    throw faulty(images.path, null, {
      kind: "unsupported",
      what: "shape",
      shape: images.shape.join("x"),
    });
  budget.allow("images", count, images.path);
  budget.allow("side", Math.max(size[0], size[1]), images.path);
  if (labels.length !== count)
    throw damaged(labels.path, null, { why: "labels", labels: labels.length, images: count });
  return {
    file: images.path,
    split: splitIn(nameOf(images.path)) ?? "training",
    size,
    images: { pixels: levelsIn(images, budget), labels: labelsIn(labels, budget) },
    classes: null,
    refitted: [],
  };
}

function sizeOf([height, width, channels = 1, ...more]: readonly number[]): Part["size"] | null {
  if (height === undefined || width === undefined || more.length > 0 || (channels !== 1 && channels !== 3)) return null;
  return [height, width, channels];
}

/** Whole numbers count from 0 to 255, fractions from 0 to 1; anything else would be a guess. */
function levelsIn({ path, length, isFloat, at }: NpyArray, budget: Budget): Uint8Array {
  const pixels = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    if (index % 2 ** 20 === 0) budget.tick(path);
    const value = at(index);
    const level = isFloat ? value * 255 : value;
    if (!(level >= 0 && level <= 255)) {
      throw faulty(
        path,
        { at: "number", index: index + 1 },
        {
          kind: "unsupported",
          what: "pixel",
          value,
          isFloat,
        },
      );
    }
    pixels[index] = Math.floor(level + 0.5);
  }
  return pixels;
}

function labelsIn({ path, length, at }: NpyArray, budget: Budget): Uint8Array {
  const { classes } = budget.limits;
  return Uint8Array.from({ length }, (_, index) => {
    const label = at(index);
    if (!(Number.isInteger(label) && label >= 0 && label < classes))
      throw faulty(path, { at: "number", index: index + 1 }, { kind: "label", label: String(label), classes });
    return label;
  });
}

/** Damaged files of images: what is read of them is whole, and the very pixels that stand in the file. */
import { BadInput } from "../../core/bad-input.ts";
import { Budget, usualLimits } from "../../data/import/budget.ts";
import { decodePng } from "../../data/import/png.ts";
import type { FoundSet } from "../../data/import/found-set.ts";
import { readImages } from "../../data/import/read.ts";
import { summaryOf } from "../../data/import/summary.ts";
import { splits } from "../../core/images.ts";
import { sourceFile } from "../image-file-makers.ts";
import { pixelsByHand } from "./by-hand.ts";
import type { ImageSeed } from "./image-seeds.ts";
import type { Tried } from "./outcome.ts";

/** The slowest whole file takes 0.1 s alone; a garbage collection or a busy machine may fall on it. */
const mostMs = 5000;
export const limits = { ...usualLimits, unpacked: 2 ** 26, milliseconds: mostMs };

export function reading(path: string, bytes: Uint8Array, beside: ImageSeed["beside"] = []): Promise<FoundSet> {
  const files = [{ path, bytes }, ...beside].map((file) => sourceFile(file.path, file.bytes));
  // Files that are given together lie in a folder.
  const name = beside.length > 0 ? path.split("/")[0]! : path;
  return readImages(name, files, decodePng, new Budget(limits, () => performance.now()));
}

/** The pixels of each image of a set. */
export function* imagesOf({ images }: FoundSet): Generator<Uint8Array, void> {
  const imageBytes = images.size[0] * images.size[1] * images.size[2];
  for (const split of splits) {
    const { pixels, labels } = images[split];
    for (let i = 0; i < labels.length; i++) yield pixels.subarray(imageBytes * i, imageBytes * (i + 1));
  }
}

/** By seed, the images that its whole file holds. */
const known = new Map<ImageSeed, Promise<ReadonlySet<string>>>();

function imagesIn(seed: ImageSeed): Promise<ReadonlySet<string>> {
  const found =
    known.get(seed) ??
    reading(seed.path, seed.pack(seed.bytes), seed.beside).then(
      (set) => new Set([...imagesOf(set)].map((pixels) => keyOf(pixels))),
    );
  known.set(seed, found);
  return found;
}

export function keyOf(pixels: Uint8Array): string {
  return Buffer.from(pixels).toString("latin1");
}

/** Throws what is neither a refusal nor a whole set of images that stand in the file. */
export async function tryImages(seed: ImageSeed, bytes: Uint8Array): Promise<Tried> {
  const { row, path } = seed;
  let found: FoundSet;
  try {
    found = await reading(path, bytes, seed.beside);
  } catch (error) {
    if (!(error instanceof BadInput) || error.problem.code !== "data-file") throw error;
    const { fault } = error.problem;
    if (fault.kind === "limit" && fault.what === "milliseconds") throw new Error("it took too long", { cause: error });
    const isDoor = fault.kind === "format" || fault.kind === "cut";
    return { row, kind: isDoor ? "refused at the door" : "refused inside" };
  }
  checkWhole(found);
  summaryOf(found);
  if (seed.isSealed && found.refitted.length === 0) {
    const whole = await imagesIn(seed);
    for (const pixels of imagesOf(found)) {
      if (!whole.has(keyOf(pixels))) throw new Error("an image was read that the whole file does not hold");
    }
  }
  const byHand = pixelsByHand(path, bytes);
  if (byHand && keyOf(byHand) !== keyOf(found.images.training.pixels)) throw new Error("other pixels than the file's");
  return { row, kind: "accepted" };
}

/** Throws where labels and pixels of a set do not belong together. */
export function checkWhole({ images: { size, classes, training, validation, test } }: FoundSet): void {
  for (const split of [training, validation, test]) {
    if (split.pixels.length !== split.labels.length * size[0] * size[1] * size[2])
      throw new Error("pixels are missing");
    if (split.labels.some((label) => label >= classes.length)) throw new Error("a label has no class");
  }
  if (training.labels.length === 0) throw new Error("the set is empty");
}

/** Looks through a set for what a person should know of it. */
import type { ImageSet } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import type { Place, Summary } from "../../core/set-summary.ts";
import type { FoundSet } from "./found-set.ts";

export function summaryOf({ name, sha256, images, refitted, ignored }: FoundSet): Summary {
  const { size } = images;
  const counts = images.classes.map((className) => ({ name: className, training: 0, validation: 0, test: 0 }));
  for (const split of splits) for (const label of images[split].labels) counts[label]![split] += 1;
  const duplicates = duplicatesIn(images);
  return {
    name,
    sha256,
    size,
    classes: counts,
    duplicates,
    leaks: duplicates.filter(([later, earlier]) => later.split !== "training" && earlier.split === "training").length,
    oneColour: [...placesIn(images)].filter(({ pixels }) => isOneColour(pixels, size)).map(({ place }) => place),
    refitted,
    empty: counts.filter(({ training }) => training === 0).map((count) => count.name),
    ignored,
  };
}

interface Placed {
  readonly place: Place;
  readonly pixels: Uint8Array;
}

function* placesIn(images: ImageSet): Generator<Placed, void> {
  const imageBytes = images.size[0] * images.size[1] * images.size[2];
  for (const split of splits) {
    const { labels, pixels } = images[split];
    for (let index = 0; index < labels.length; index++) {
      yield { place: { split, index }, pixels: pixels.subarray(index * imageBytes, (index + 1) * imageBytes) };
    }
  }
}

/** Hashes find candidates; only equal bytes count. */
function duplicatesIn(images: ImageSet): [Place, Place][] {
  const byHash = new Map<number, Placed[]>();
  const found: [Place, Place][] = [];
  for (const placed of placesIn(images)) {
    const hash = hashOf(placed.pixels);
    const others = byHash.get(hash);
    const earlier = others?.find(({ pixels }) => isEqual(pixels, placed.pixels));
    if (earlier) found.push([placed.place, earlier.place]);
    else if (others) others.push(placed);
    else byHash.set(hash, [placed]);
  }
  return found;
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, index) => byte === b[index]);
}

/** The black bars that a picture gets which is no square (`fitted`) are none of its colours. */
function isOneColour(pixels: Uint8Array, [height, width, channels]: ImageSet["size"]): boolean {
  const middle = channels * (width * (height >> 1) + (width >> 1));
  const isIts = (row: number, column: number) => {
    const at = channels * (width * row + column);
    for (let i = 0; i < channels; i++) if (pixels[at + i] !== pixels[middle + i]) return false;
    return true;
  };
  const [beside, above] = [barOf(width, (at) => isIts(height >> 1, at)), barOf(height, (at) => isIts(at, width >> 1))];
  if (beside === null || above === null || (beside.before > 0 && above.before > 0)) return false;
  return pixels.every((level, index) => {
    const at = Math.floor(index / channels);
    const [row, column] = [Math.floor(at / width), at % width];
    const isInside = isBetween(column, beside, width) && isBetween(row, above, height);
    return level === (isInside ? pixels[middle + (index % channels)] : 0);
  });
}

interface Bars {
  readonly before: number;
  readonly behind: number;
}

/** How much of a line through the middle lies outside the picture; null where it does not lie in the middle. */
function barOf(length: number, isIts: (at: number) => boolean): Bars | null {
  let [before, behind] = [0, 0];
  while (!isIts(before)) before += 1;
  while (!isIts(length - 1 - behind)) behind += 1;
  return Math.abs(before - behind) <= 1 ? { before, behind } : null;
}

function isBetween(at: number, { before, behind }: Bars, length: number): boolean {
  return at >= before && at < length - behind;
}

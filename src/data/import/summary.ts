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
    oneColour: [...placesIn(images)].filter(({ pixels }) => isOneColour(pixels, size[2])).map(({ place }) => place),
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

function isOneColour(pixels: Uint8Array, channels: number): boolean {
  return pixels.every((level, index) => level === pixels[index % channels]);
}

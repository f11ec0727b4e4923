/** Sets of images, each under its hash. What is read back is proven by it: a browser may have been closed while it wrote. */
import * as v from "valibot";
import { contentHash } from "../core/content-hash.ts";
import type { ImageSet, LabelledImages, Split } from "../core/images.ts";
import { splits } from "../core/images.ts";
import type { Refitted } from "../core/set-summary.ts";
import type { SetOutline } from "../core/stored-choice.ts";
import { outlineOf } from "../core/stored-choice.ts";
import type { BlobNote, Blobs } from "./blobs.ts";
import { knowsWriters, whileNobodyWrites } from "./image-lock.ts";
import { count } from "../core/schema-parts.ts";

/** Of odd pictures and of left out files, so many are kept with a set. */
const mostNamed = 100;
/** Each is copied on its way to the disk, so that a large set is not in memory twice. */
const partBytes = 2 ** 23;

const aboutSchema = v.object({
  size: v.strictTuple([count, count, count]),
  classes: v.array(v.string()),
  counts: v.object({ training: count, validation: count, test: count }),
  refitted: v.array(
    v.object({
      path: v.string(),
      size: v.string(),
      /** Sets that were kept earlier are without. */
      place: v.optional(v.nullable(v.object({ split: v.picklist(splits), index: count })), null),
    }),
  ),
  ignored: v.array(v.string()),
});
type About = v.InferOutput<typeof aboutSchema>;

/** A set, and what is known of where it came from. */
export interface KeptSet {
  readonly name: string;
  readonly sha256: string;
  readonly images: ImageSet;
  readonly refitted: readonly Refitted[];
  readonly ignored: readonly string[];
}

/** Rejects with `StorageTrouble` where the browser keeps nothing. `onWritten` is told bytes; `now` is since 1970. */
export async function keepSet(
  blobs: Blobs,
  { name, sha256, images, refitted, ignored }: KeptSet,
  now: number,
  onWritten: (done: number, total: number) => void,
): Promise<void> {
  const about: About = {
    size: [...images.size],
    classes: [...images.classes],
    counts: outlineOf(name, sha256, images).counts,
    refitted: refitted.slice(0, mostNamed),
    ignored: ignored.slice(0, mostNamed),
  };
  const note = { sha256, kind: "images", name: name.slice(0, 80), keptAt: now, about } as const;
  try {
    await blobs.keep(note, partsOf(images, onWritten));
  } catch (error) {
    // A full disk must not stay full of parts that are no set.
    await blobs.remove(sha256).catch(() => {});
    throw error;
  }
}

/** Labels and pixels of each split in turn. */
function* partsOf(
  images: ImageSet,
  onWritten: (done: number, total: number) => void,
): Generator<Uint8Array<ArrayBuffer>, void> {
  const arrays = splits.flatMap((split) => [images[split].labels, images[split].pixels]);
  const total = arrays.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  for (const array of arrays) {
    for (let from = 0; from < array.length; from += partBytes) {
      // A copy, because a view would take its whole buffer along.
      const part = array.slice(from, from + partBytes);
      yield part;
      done += part.length;
      onWritten(done, total);
    }
  }
}

/** Whether it need not be kept anew: one of which something is missing has to be. */
export async function isKept(blobs: Blobs, sha256: string): Promise<boolean> {
  const note = await blobs.note(sha256);
  return note !== null && aboutIn(note) !== null && blobs.isWhole(note);
}

/** Drops what a writer has left that was ended; a set that is whole, by that one or another, stays. */
export async function dropUnfinished(blobs: Blobs, sha256: string): Promise<void> {
  await whileNobodyWrites(sha256, async () => {
    if (!(await isKept(blobs, sha256))) await blobs.remove(sha256);
  });
}

/** Drops the parts that tabs have left which were closed while they kept something; what is being kept now stays. */
export async function dropOrphans(blobs: Blobs): Promise<void> {
  if (!knowsWriters()) return;
  for (const sha256 of await blobs.withoutNote())
    await whileNobodyWrites(sha256, async () => {
      // Who held the lock before may have ended well.
      if ((await blobs.withoutNote()).includes(sha256)) await blobs.remove(sha256);
    });
}

/** The whole set; null where it is not here. One that is damaged is removed, so that it can be kept anew. */
export async function keptSet(blobs: Blobs, sha256: string): Promise<KeptSet | null> {
  const note = await blobs.note(sha256);
  if (!note) return null;
  const about = aboutIn(note);
  const images = about && (await readImages(blobs, sha256, about));
  if (images && (await contentHash(images)) === sha256) {
    const { refitted, ignored } = about;
    return { name: note.name, sha256, images, refitted, ignored };
  }
  await blobs.remove(sha256);
  return null;
}

async function readImages(blobs: Blobs, sha256: string, about: About): Promise<ImageSet | null> {
  const parts = await blobs.read(sha256);
  return parts && imagesIn(about, parts);
}

/** What is here, the latest first. */
export async function keptSets(blobs: Blobs): Promise<SetOutline[]> {
  const notes = await blobs.notes("images");
  return notes.flatMap((note) => {
    const about = aboutIn(note);
    if (!about) return [];
    const { size, classes, counts } = about;
    return [{ name: note.name, sha256: note.sha256, size, classes, counts }];
  });
}

function aboutIn({ kind, about }: BlobNote): About | null {
  const found = v.safeParse(aboutSchema, about);
  return kind === "images" && found.success ? found.output : null;
}

/** Null where the parts are not as long as they should be. */
function imagesIn({ size, classes, counts }: About, parts: readonly Uint8Array[]): ImageSet | null {
  const imageBytes = size[0] * size[1] * size[2];
  const total = splits.reduce((sum, split) => sum + counts[split] * (1 + imageBytes), 0);
  if (parts.reduce((sum, { length }) => sum + length, 0) !== total) return null;
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  let from = 0;
  const next = (length: number): Uint8Array => whole.subarray(from, (from += length));
  const labelled = (split: Split): LabelledImages => ({
    labels: next(counts[split]),
    pixels: next(counts[split] * imageBytes),
  });
  // In the order in which they were written.
  const [training, validation, test] = [labelled("training"), labelled("validation"), labelled("test")];
  return { classes, size, training, validation, test };
}

/** What was found in somebody's files, put together: one set of images with named splits. */
import { contentHash } from "../../core/content-hash.ts";
import type { ImageSet, LabelledImages, Split } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import type { Refitted } from "../../core/set-summary.ts";
import type { Budget } from "./budget.ts";
import { faulty } from "./damage.ts";
import { letGo } from "./let-go.ts";
import type { Part } from "./part.ts";

/** `images` may have no validation and no test images: an experiment then takes them from the training images. */
export interface FoundSet {
  readonly name: string;
  /** Of sizes, labels and pixels, whatever they were packed in; names of classes decide no number and do not count. */
  readonly sha256: string;
  readonly images: ImageSet;
  readonly refitted: readonly Refitted[];
  /** Files that hold no images, or damaged ones, and folders that hold nothing; these end with a slash. */
  readonly ignored: readonly string[];
}

export async function foundSet(
  name: string,
  parts: readonly Part[],
  names: readonly string[] | null,
  ignored: readonly string[],
  budget: Budget,
): Promise<FoundSet> {
  const [first] = parts;
  if (!first) throw faulty(name, null, { kind: "format" });
  const { size } = first;
  const other = parts.find((part) => part.size.join() !== size.join());
  if (other) throw faulty(other.file, null, { kind: "mixed", found: other.size.join("x"), others: size.join("x") });
  const count = parts.reduce((sum, { images }) => sum + images.labels.length, 0);
  budget.allow("images", count, name);
  const of = (split: Split) => joined(parts.filter((part) => part.split === split));
  const places = refittedIn(parts);
  const found = { training: of("training"), validation: of("validation"), test: of("test") };
  const named = withTraining(found);
  const images: ImageSet = { classes: classesOf(name, parts, names), size, ...named };
  // Before the hash is awaited, so that the parts can be let go while it is computed.
  const own = splits.find((split) => found[split] === named.training)!;
  const refitted = places.map(({ place, ...one }) => {
    return { ...one, place: place.split === own ? { ...place, split: "training" as const } : place };
  });
  return { name, sha256: await contentHash(images), images, refitted, ignored };
}

/** Parts of a split follow one another. */
function refittedIn(parts: readonly Part[]) {
  const counts: Record<Split, number> = { training: 0, validation: 0, test: 0 };
  return parts.flatMap(({ split, images, refitted }) => {
    const before = counts[split];
    counts[split] += images.labels.length;
    return refitted.map(({ path, size, index }) => ({ path, size, place: { split, index: before + index } }));
  });
}

/** A lone file may call itself a test set: then it is all there is to learn from. */
function withTraining(found: Readonly<Record<Split, LabelledImages>>): Readonly<Record<Split, LabelledImages>> {
  if (found.training.labels.length > 0) return found;
  const empty = joined([]);
  if (found.test.labels.length > 0) return { ...found, training: found.test, test: empty };
  return { ...found, training: found.validation, validation: empty };
}

function joined(parts: readonly Part[]): LabelledImages {
  if (parts.length === 1) return parts[0]!.images;
  const count = parts.reduce((sum, { images }) => sum + images.labels.length, 0);
  const bytes = parts.reduce((sum, { images }) => sum + images.pixels.length, 0);
  const whole = { pixels: new Uint8Array(bytes), labels: new Uint8Array(count) };
  let at = 0;
  let from = 0;
  for (const { images } of parts) {
    whole.labels.set(images.labels, at);
    whole.pixels.set(images.pixels, from);
    at += images.labels.length;
    from += images.pixels.length;
    letGo(images.pixels);
  }
  return whole;
}

/** As many as there are names, or else up to the highest label. */
function classesOf(name: string, parts: readonly Part[], names: readonly string[] | null): readonly string[] {
  const highest = parts.reduce((most, { images }) => images.labels.reduce((a, b) => Math.max(a, b), most), 0);
  const known = parts.find(({ classes }) => classes !== null)?.classes ?? names;
  if (known && highest < known.length) return known;
  if (known) throw faulty(name, null, { kind: "label", label: String(highest), classes: known.length });
  if (highest === 0) throw faulty(name, null, { kind: "missing", what: "second-class" });
  return Array.from({ length: highest + 1 }, (_, index) => String(index));
}

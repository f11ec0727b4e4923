/** The images of an experiment out of a whole set: its classes, as many as it asks for, drawn by its seed. */
import { BadInput } from "../core/bad-input.ts";
import type { Subset } from "../core/experiment.ts";
import type { HeldOutSplit, ImageSet, LabelledImages, Split } from "../core/images.ts";
import { permutation, stream } from "../core/rng.ts";

/** The pools that are drawn from are keys of the stream. */
const pools = { training: 0, validation: 1, test: 2 } as const;

export interface Wanted extends Readonly<Record<Split, number>> {
  readonly subset: Subset;
}

/**
 * Test and validation images come from the splits of those names; where the set has none, from the end of the order in
 * which its training images are drawn. So they stay the same however many training images are asked for, and fewer
 * training images are the first of more. Throws `BadInput` (code "data-few") where there are too few.
 */
export function chosen(whole: ImageSet, wanted: Wanted): ImageSet {
  const { subset } = wanted;
  const numbers = newNumbers(subset.classes, whole.classes.length);
  const orderOf = (split: Split) => {
    const { labels } = whole[split];
    const order = permutation(labels.length, stream("subset", subset.seed, pools[split]));
    return order.filter((index) => numbers[labels[index]!] !== -1);
  };
  let rest = orderOf("training");
  const heldOut = (split: HeldOutSplit): LabelledImages => {
    const count = wanted[split];
    if (whole[split].labels.length > 0) {
      const order = orderOf(split);
      return taken(whole, whole[split], first(order, count, split), numbers);
    }
    const kept = rest.length - count;
    if (kept < 0) throw new BadInput({ code: "data-few", what: split, asked: count, there: rest.length });
    const order = rest.subarray(kept);
    rest = rest.subarray(0, kept);
    return taken(whole, whole.training, order, numbers);
  };
  const test = heldOut("test");
  const validation = heldOut("validation");
  const { training: count } = wanted;
  const order = subset.balanced ? firstOfEach(whole, rest, numbers, count) : first(rest, count, "training");
  const classes = whole.classes.filter((_, index) => numbers[index] !== -1);
  return { classes, size: whole.size, training: taken(whole, whole.training, order, numbers), validation, test };
}

/** For each class of the whole set its number in the subset, or -1. */
function newNumbers(classes: readonly number[] | null, count: number): readonly number[] {
  const numbers = Array.from({ length: count }, (_, index) => (classes ? classes.indexOf(index) : index));
  const beyond = classes?.find((index) => index >= count);
  if (beyond !== undefined) throw new BadInput({ code: "data-few", what: `class ${beyond}`, asked: 1, there: 0 });
  return numbers;
}

function first(order: Uint32Array, count: number, what: string): Uint32Array {
  if (count > order.length) throw new BadInput({ code: "data-few", what, asked: count, there: order.length });
  return order.subarray(0, count);
}

/** `count` in all, as many of each class, in the order in which they were drawn. */
function firstOfEach(whole: ImageSet, order: Uint32Array, numbers: readonly number[], count: number): Uint32Array {
  const classes = numbers.filter((number) => number !== -1).length;
  const each = count / classes;
  const taken = new Uint32Array(whole.classes.length);
  const { labels } = whole.training;
  const kept = order.filter((index) => {
    const label = labels[index]!;
    taken[label]! += 1;
    return taken[label]! <= each;
  });
  const short = whole.classes.findIndex((_, label) => numbers[label] !== -1 && taken[label]! < each);
  if (short !== -1) {
    const what = `training ("${whole.classes[short]}")`;
    throw new BadInput({ code: "data-few", what, asked: each, there: taken[short]! });
  }
  return kept;
}

function taken(
  { size }: ImageSet,
  { pixels, labels }: LabelledImages,
  order: Uint32Array,
  numbers: readonly number[],
): LabelledImages {
  const imageBytes = size[0] * size[1] * size[2];
  const images = { pixels: new Uint8Array(order.length * imageBytes), labels: new Uint8Array(order.length) };
  for (const [place, index] of order.entries()) {
    images.labels[place] = numbers[labels[index]!]!;
    images.pixels.set(pixels.subarray(index * imageBytes, (index + 1) * imageBytes), place * imageBytes);
  }
  return images;
}

/** How an experiment comes to name a set of images from elsewhere. */
import type { Data, Experiment, StoredData } from "./experiment.ts";
import { leastStoredImages, mostStoredHeldOut } from "./experiment.ts";
import type { HeldOutSplit, ImageSet, Split } from "./images.ts";
import { splits } from "./images.ts";
import type { ClassCount } from "./set-summary.ts";
import { splitCounts } from "./split-counts.ts";

/** A set without its pixels. */
export interface SetOutline {
  readonly name: string;
  readonly sha256: string;
  readonly size: ImageSet["size"];
  /** Names of the whole set's. */
  readonly classes: readonly string[];
  readonly counts: Readonly<Record<Split, number>>;
}

export function outlineOf(name: string, sha256: string, images: ImageSet): SetOutline {
  const { size, classes, training, validation, test } = images;
  const counts = { training: training.labels.length, validation: validation.labels.length, test: test.labels.length };
  return { name, sha256, size, classes, counts };
}

/**
 * As many images as asked for, or as there are; sides that networks halve twice. Throws `BadInput` (code "data-tiny") where
 * there are too few.
 */
export function storedData(set: SetOutline, asked: Pick<Data, Split>): StoredData {
  const { name, sha256, counts, classes } = set;
  const [height, width, channels] = set.size;
  return {
    kind: "stored",
    name: name.replaceAll(/[\p{C}/\\]/gu, "-").slice(0, 80),
    sha256,
    ...splitCounts(name, counts, asked),
    classes: classes.length,
    side: Math.min(64, 8 * Math.ceil(Math.max(height, width) / 8)),
    channels: channels === 3 ? 3 : 1,
    subset: { classes: null, balanced: false, seed: 1 },
  };
}

/** The stored images that an experiment learns from, its teacher's among them. */
export function storedIn(experiment: Experiment): StoredData[] {
  return dataIn(experiment).flatMap((one) => (one.kind === "stored" ? [one] : []));
}

/** All images that an experiment learns from, its teacher's among them. */
export function dataIn({ data, teacher }: Experiment): Data[] {
  if (teacher.kind !== "recipe") return [data];
  return [data, teacher.data, teacher.before?.data].filter((one) => one !== null && one !== undefined);
}

/** As many of each split as there can be of a choice's classes; held-out images that a set lacks are taken from training. */
export function mostImages(
  classes: readonly ClassCount[],
  { training, validation, test, subset }: StoredData,
): Readonly<Record<Split, number>> {
  const chosen = classes.filter((_, index) => subset.classes?.includes(index) ?? true);
  const sum = (split: Split) => chosen.reduce((total, count) => total + count[split], 0);
  const has = (split: Split) => classes.some((count) => count[split] > 0);
  const heldOut = (split: HeldOutSplit) => (has(split) ? 0 : { validation, test }[split]);
  const fewest = Math.min(...chosen.map((count) => count.training));
  const ofTraining = sum("training") - heldOut("validation") - heldOut("test");
  const drawn = (split: HeldOutSplit) => {
    const rest = sum("training") - training - heldOut(split === "validation" ? "test" : "validation");
    return Math.min(mostStoredHeldOut, has(split) ? sum(split) : rest);
  };
  return {
    training: subset.balanced ? Math.min(fewest * chosen.length, ofTraining) : ofTraining,
    validation: drawn("validation"),
    test: drawn("test"),
  };
}

/** A choice with other classes of the set, and no more images than these have; a tenth of them judges where none are set apart. */
export function withClasses(classes: readonly ClassCount[], choice: StoredData, chosen: number[] | null): StoredData {
  const own = classes.filter((_, index) => chosen?.includes(index) ?? true);
  const sum = (split: Split) => own.reduce((total, count) => total + count[split], 0);
  const tenth = Math.max(leastStoredImages, Math.floor(sum("training") / 10));
  const held = (split: HeldOutSplit) => {
    const has = classes.some((count) => count[split] > 0);
    return Math.min(choice[split], has ? sum(split) : tenth);
  };
  const subset = { ...choice.subset, classes: chosen };
  const next = { ...choice, validation: held("validation"), test: held("test"), subset };
  const each = subset.balanced ? own.length : 1;
  const most = mostImages(classes, next).training;
  return { ...next, training: Math.floor(Math.min(choice.training, most) / each) * each };
}

export function imageCount({ counts }: SetOutline): number {
  return splits.reduce((sum, split) => sum + counts[split], 0);
}

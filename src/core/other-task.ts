/** Another task for the teacher than the student's: how the two differ, and what one is that somebody only names. */
import { imageSizeOf } from "./build-network.ts";
import type { Data, Subset } from "./experiment.ts";
import { ownTraining, storedTraining } from "./experiment.ts";
import type { Range } from "./problem.ts";
import { classCountOf, classesIn, fashionImages, subsetOf, wholeClasses } from "./set-classes.ts";

/** How another task differs from the student's. */
export const taskKinds = ["classes", "more", "set"] as const;
export type TaskKind = (typeof taskKinds)[number];

/** What the two learn from. */
export interface Tasks {
  readonly student: Data;
  readonly other: Data;
}

const usualCounts = { training: 12_000, validation: 500, test: 2000 };
/** Of a student's class, where few are asked for. */
export const usualEach = 10;
/** Footwear and bags: the rest are garments. */
const fashionStudent = [5, 7, 8, 9];
/** Of the student and of the teacher. */
export const leastClasses = 2;

/** Sets that the lab has without a file. */
export const ownSets: readonly Data[] = [
  { kind: "fashion-mnist", ...usualCounts },
  { kind: "shapes", ...usualCounts, classes: 10, difficulty: 0.5, seed: 1 },
];

/** Whether both are parts of one set. */
export function isSameSet(a: Data, b: Data): boolean {
  if (a.kind === "stored") return b.kind === a.kind && b.sha256 === a.sha256;
  if (a.kind !== "shapes") return b.kind === a.kind;
  return b.kind === a.kind && [b.classes, b.difficulty, b.seed].join() === [a.classes, a.difficulty, a.seed].join();
}

export function taskKindOf({ student, other }: Tasks): TaskKind {
  if (!isSameSet(student, other)) return "set";
  return classesIn(student).join() === classesIn(other).join() ? "more" : "classes";
}

/** Drawn shapes have no parts; a set of fewer than four classes cannot be split in two. */
export function canSplit(data: Data): boolean {
  return data.kind !== "shapes" && wholeClasses(data) >= 2 * leastClasses;
}

/** A task of this kind beside the student's, which may become another part of its set. */
export function usualTasks(kind: Exclude<TaskKind, "set">, student: Data): Tasks {
  if (kind === "more") {
    const subset = subsetOf(student);
    const all = subset ? withSubset(student, { ...subset, balanced: false }) : student;
    return { student, other: withTraining(all, Math.max(usualCounts.training, student.training)) };
  }
  const count = wholeClasses(student);
  const taken = classesIn(student);
  const isPart = taken.length <= count - leastClasses;
  const first = Array.from({ length: Math.max(leastClasses, Math.floor(count * 0.4)) }, (_, index) => index);
  const mine = isPart ? taken : student.kind === "fashion-mnist" ? fashionStudent : first;
  return splitTasks(student, mine, usualCounts.training);
}

/** Some classes of the student's set, as many images of each as before, or as there are. */
export function withClasses(student: Data, mine: readonly number[]): Data {
  const classes = mine.length === wholeClasses(student) ? null : [...mine];
  return ofClasses(student, { ...drawnPart(student), classes });
}

/** The student learns these classes of its set, the teacher all others, of so many images, or as many as there are. */
export function splitTasks(student: Data, mine: readonly number[], training: number): Tasks {
  const all = Array.from({ length: wholeClasses(student) }, (_, index) => index);
  const classes = all.filter((index) => !mine.includes(index));
  const whole = student.kind === "fashion-mnist" ? { ...student, ...usualCounts, training } : student;
  return {
    student: withClasses(student, mine),
    other: ofClasses(whole, { ...drawnPart(student), balanced: false, classes }),
  };
}

function drawnPart(data: Data): Subset {
  return subsetOf(data) ?? { classes: null, balanced: false, seed: 1 };
}

function ofClasses(data: Data, subset: Subset): Data {
  const [before, after] = [classCountOf(data), subset.classes?.length ?? wholeClasses(data)];
  const each = data.training / before;
  const next = withSubset(data, subset);
  if (subset.balanced) return withTraining(next, Math.round(each) * after);
  // Nobody knows how many a stored set has of each class.
  return data.kind === "stored" ? withTraining(next, Math.floor(each * after)) : withTraining(next, data.training);
}

export function fewImages(data: Data, each: number): Data {
  return { ...withSubset(data, { ...drawnPart(data), balanced: true }), training: each * classCountOf(data) };
}

/** Not as many of each class any more: as many in all as `before` has, where that is of the same set. */
export function manyImages(data: Data, before: Data): Data {
  const isBefore = isSameSet(data, before) && !subsetOf(before)?.balanced;
  const subset: Subset = { ...drawnPart(data), balanced: false };
  const training = isBefore ? before.training : usualCounts.training;
  if (data.kind !== "fashion-mnist" || subset.classes || (isBefore && subsetOf(before)))
    return withTraining(withSubset(data, subset), training);
  const { subset: _, ...whole } = data;
  return withTraining(whole, training);
}

function withSubset(data: Data, subset: Subset): Data {
  return data.kind === "shapes" ? data : { ...data, subset };
}

/** No more of Fashion-MNIST than there are. */
export function withTraining(data: Data, training: number): Data {
  const most = mostImages(data);
  return most
    ? { ...data, training: Math.min(training, most.training), test: Math.min(data.test, most.test) }
    : { ...data, training };
}

/** Of Fashion-MNIST's chosen classes; null for other sets. */
function mostImages(data: Data): { readonly training: number; readonly test: number } | null {
  if (data.kind !== "fashion-mnist") return null;
  const classes = classCountOf(data);
  return { training: fashionImages.training * classes - data.validation, test: fashionImages.test * classes };
}

/** How many training images there may be: as the schema has it, and of Fashion-MNIST no more than there are. */
export function trainingRange(data: Data): Range {
  const range = data.kind === "stored" ? storedTraining : ownTraining;
  return { ...range, most: mostImages(data)?.training ?? range.most };
}

/** Both seen alike: in colour where one of them has colours, and of one size. */
export function agreeing({ student, other }: Tasks): Tasks {
  const sizes = [imageSizeOf(student), imageSizeOf(other)];
  const channels = sizes.some((size) => size[2] === 3) ? 3 : 1;
  const side = student.kind === "stored" && other.kind === "stored" ? student.side : 32;
  return { student: seen(student, side, channels), other: seen(other, side, channels) };
}

function seen(data: Data, side: number, channels: 1 | 3): Data {
  switch (data.kind) {
    case "fashion-mnist": {
      const { channels: _, ...grey } = data;
      return channels === 3 ? { ...grey, channels } : grey;
    }
    case "shapes":
      return data;
    case "stored":
      return { ...data, side, channels };
    default:
      return data satisfies never;
  }
}

/** The words of a teacher that learns another task than the student. */
import type { TaskMend } from "../../../client/task-choice.ts";
import type { TaskKind } from "../../../core/other-task.ts";
import { exact, integer } from "../../numbers.ts";
import { formatsFor } from "../format.ts";

const { plural } = formatsFor("en");

/** What is said of a set's part. */
export interface PartWords {
  readonly set: string;
  readonly training: number;
  /** Of each class; null: however they fall. */
  readonly each: number | null;
  /** Null: all of the set. */
  readonly classes: readonly string[] | null;
}

function part({ set, training, each, classes }: PartWords): string {
  const images = `${set}, ${exact(training)} ${plural(training, "image", "images")}`;
  const which = classes === null ? "" : ` (${classes.join(", ")})`;
  return `${images}${each === null ? "" : `, ${exact(each)} of each class`}${which}`;
}

const kinds: Readonly<Record<TaskKind | "own", string>> = {
  own: "the student's",
  classes: "other classes",
  more: "more images",
  set: "another set",
};

export const transfer = {
  transfer: {
    title: "Tasks of teacher and student",
    part,
    /** Of a list of changes. */
    short: (set: string, classes: number, training: number) =>
      `${set}, ${exact(classes)} classes, ${exact(training)} images`,
    lesson: (what: string, iterations: number) => `${what}: ${integer(iterations)} iterations`,
    studentsImages: "the student's images",
    /** Lessons in their order. */
    teacher: (lessons: readonly string[]) => `Learns ${lessons.join(", then ")}.`,
    cameTrained: (name: string) => `Comes trained: ${name}.`,
    student: (what: string) => `Learns ${what}.`,
    starts: {
      initial: "Begins with initial weights.",
      all: "Begins with the teacher's weights, wherever these fit.",
      features: "Begins with the teacher's weights, all but the classifier's.",
    },
    /** Of a plan's experiments. */
    names: (experiments: readonly string[]) => `${experiments.join(", ")}:`,
    learns: "Teacher's task",
    kinds,
    set: "Set of that task",
    ownImages: (name: string) => `${name} (own images)`,
    classes: "The student's classes",
    classesHint: (split: boolean): string =>
      split ? "The teacher learns the others. Each keeps two at least." : "Two at least.",
    classNumber: (number: string) => `class ${number}`,
    otherTraining: "Teacher's images",
    next: "And then",
    nexts: { nothing: "nothing more", own: "the student's images" },
    few: "Few images of each class",
    each: "So many of each",
    drawnBy: "Drawn with seed",
    begins: "The student begins with",
    begin: { initial: "initial weights", teacher: "the teacher's weights" },
    mends: {
      alike: "Show both in one size and colour",
      own: "Teacher of the student's task",
      afterwards: "Teacher learns it afterwards",
      even: "Use the nearest multiple",
      fewer: "Use as many as there are",
    } satisfies Record<TaskMend, string>,
    /** Of Fashion-MNIST, in its own order. */
    fashion: [
      "T-shirt",
      "trouser",
      "pullover",
      "dress",
      "coat",
      "sandal",
      "shirt",
      "sneaker",
      "bag",
      "ankle boot",
    ] as readonly string[],
  },
};

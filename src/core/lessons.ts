/** What a teacher's recipe has it learn, one task after another: mostly one; ahead of it another, where `before` says so. */
import { imageSizeOf, networkFor } from "./build-network.ts";
import type { Augment, Data, Experiment, Schedule, TeacherRecipe } from "./experiment.ts";
import type { Network } from "./network.ts";
import { classCountOf } from "./set-classes.ts";

export interface Lesson {
  readonly data: Data;
  /** With the classes of these images. */
  readonly network: Network;
  readonly batch: number;
  readonly augment: Augment;
  readonly schedule: Schedule;
  /** The iterations of the lessons before it. */
  readonly from: number;
}

export function lessonsOf(recipe: TeacherRecipe, studentData: Data): readonly [Lesson, ...Lesson[]] {
  const { before, batch, augment, schedule } = recipe;
  const lesson = (data: Data, how: Pick<Lesson, "batch" | "augment" | "schedule">, from: number): Lesson => {
    const network = networkFor(recipe.network, imageSizeOf(data), classCountOf(data));
    return { data, network, batch: how.batch, augment: how.augment, schedule: how.schedule, from };
  };
  const own = lesson(recipe.data ?? studentData, { batch, augment, schedule }, before?.schedule.iterations ?? 0);
  return before ? [lesson(before.data, before, 0), own] : [own];
}

/** Which lesson's network has learnt when `done` iterations of all lessons are done. */
export function lessonAt(lessons: readonly [Lesson, ...Lesson[]], done: number): Lesson {
  return lessons.findLast(({ from }) => from < done) ?? lessons[0];
}

/** The network that a teacher's weights are of when `done` iterations of its training are done. */
export function networkInTraining({ teacher, data }: Experiment, done: number): Network {
  if (teacher.kind !== "recipe") throw new Error(`The teacher "${teacher.name}" is not trained here.`);
  return lessonAt(lessonsOf(teacher, data), done).network;
}

export function teacherIterations({ before, schedule }: TeacherRecipe): number {
  return schedule.iterations + (before?.schedule.iterations ?? 0);
}

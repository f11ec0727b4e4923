import { describe, expect, test } from "vitest";
import { storedData } from "../testing/stored-data.ts";
import { imageSizeOf } from "./build-network.ts";
import { defaultExperiment } from "./defaults.ts";
import { toDocument } from "./document.ts";
import type { Data, TeacherRecipe } from "./experiment.ts";
import type { Tasks } from "./other-task.ts";
import { agreeing, fewImages, manyImages, ownSets, splitTasks, taskKindOf, usualTasks } from "./other-task.ts";
import { classesIn } from "./set-classes.ts";

const { data: fashion } = defaultExperiment;
const [, shapes] = ownSets as [Data, Data];

function accepted({ student, other }: Tasks) {
  const recipe = defaultExperiment.teacher as TeacherRecipe;
  return () => toDocument({ ...defaultExperiment, data: student, teacher: { ...recipe, data: other } });
}

describe("another task for the teacher", () => {
  test("of the same set is its other classes, and no image of the student's", () => {
    for (const student of [fashion, storedData]) {
      const tasks = usualTasks("classes", student);
      expect(taskKindOf(tasks)).toBe("classes");
      const both = [...classesIn(tasks.student), ...classesIn(tasks.other)];
      expect(both.toSorted((a, b) => a - b)).toEqual(classesIn(student));
      expect(accepted(tasks)).not.toThrow();
    }
  });

  test("keeps the student's classes where it has a part of them already", () => {
    const { student } = splitTasks(fashion, [0, 1, 2], 12_000);
    expect(usualTasks("classes", student).student).toEqual(student);
  });

  test("with more images has the student's classes and at least as many images", () => {
    const few = fewImages(fashion, 10);
    const tasks = usualTasks("more", few);
    expect(taskKindOf(tasks)).toBe("more");
    expect([tasks.student.training, tasks.other.training]).toEqual([100, 12_000]);
    expect(accepted(tasks)).not.toThrow();
    expect(usualTasks("more", { ...fashion, training: 30_000 }).other.training).toBe(30_000);
  });

  test("splits a set with as many images of each class as before, and no more than there are", () => {
    const few = splitTasks(fewImages(fashion, 30), [5, 7, 8, 9], 12_000);
    expect(few.student).toMatchObject({ training: 120, subset: { classes: [5, 7, 8, 9], balanced: true } });
    const all = splitTasks({ ...fashion, training: 50_000, test: 10_000 }, [0, 1], 60_000);
    expect(all.student).toMatchObject({ training: 11_000, validation: 1000, test: 2000 });
    expect(all.other).toMatchObject({ training: 47_500, validation: 500, test: 2000 });
    expect(accepted(all)).not.toThrow();
  });

  test("few images of each class and back leave no trace", () => {
    expect(manyImages(fewImages(fashion, 10), fashion)).toEqual(fashion);
    const part = splitTasks(fashion, [0, 1], 12_000).student;
    expect(manyImages(fewImages(part, 10), fashion)).toEqual({ ...part, training: fashion.training });
  });

  test.each<[string, Data, Data]>([
    ["grey and drawn", fashion, shapes],
    ["drawn and grey", shapes, fashion],
    ["stored and drawn", { ...storedData, side: 64, channels: 1 }, shapes],
    ["two stored sets", { ...storedData, side: 16, channels: 1 }, { ...storedData, sha256: "f".repeat(64) }],
  ])("is seen as the student's images are: %s", (_, student, other) => {
    const tasks = agreeing({ student, other });
    expect(imageSizeOf(tasks.other)).toEqual(imageSizeOf(tasks.student));
    expect(accepted(tasks)).not.toThrow();
    expect(taskKindOf(tasks)).toBe("set");
  });

  test("grey images stay grey beside grey ones", () => {
    const tasks = usualTasks("classes", fashion);
    expect(agreeing(tasks)).toEqual(tasks);
  });
});

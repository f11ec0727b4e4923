import { describe, expect, test } from "vitest";
import { BadInput } from "./bad-input.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import { toDocument, toPlan } from "./document.ts";
import type { Data, Experiment, TeacherRecipe } from "./experiment.ts";
import { lessonAt, lessonsOf, networkInTraining } from "./lessons.ts";
import { documentOf, linkOf } from "./link.ts";
import { copiedParameters } from "./methods/copy.ts";
import { costsOf } from "./network.ts";
import { costsOfJob, jobsOf } from "./plan-jobs.ts";
import { storedIn } from "./stored-choice.ts";
import { storedData } from "../testing/stored-data.ts";

const recipe = defaultExperiment.teacher as TeacherRecipe;
const { batch, augment, schedule } = recipe;
const shapes: Data = { kind: "shapes", training: 64, validation: 16, test: 16, classes: 6, difficulty: 0, seed: 1 };
const coloured: Extract<Data, { kind: "fashion-mnist" }> = {
  kind: "fashion-mnist",
  training: 64,
  validation: 16,
  test: 16,
  channels: 3,
};
const short = { ...schedule, iterations: 40, drops: [20] };
const before = { data: shapes, batch, augment, schedule: short };
const transfer: Experiment = { ...defaultExperiment, data: coloured, teacher: { ...recipe, before } };

describe("a teacher that learns another task first", () => {
  const lessons = lessonsOf(transfer.teacher as TeacherRecipe, transfer.data);

  test("has a network with the classes of each", () => {
    expect(lessons.map(({ data, from }) => [data, from])).toEqual([
      [shapes, 0],
      [coloured, 40],
    ]);
    expect(lessons.map(({ network }) => network.nodes.find(({ name }) => name === "fc")?.shape)).toEqual([[6], [10]]);
  });

  test("is in its first lesson until its last iteration is done", () => {
    expect([0, 1, 40, 41, 1040].map((done) => lessonAt(lessons, done).from)).toEqual([0, 0, 0, 40, 40]);
    expect(networkInTraining(transfer, 40)).toEqual(lessons[0].network);
    expect(networkInTraining(transfer, 41)).toEqual(lessons[1]!.network);
  });

  test("is estimated with the iterations of both", () => {
    const [teacher] = jobsOf(toPlan(transfer));
    const [cost] = costsOfJob(teacher!);
    expect(cost?.iterations).toBe(1040);
    const sums = lessons.map(({ network, data, schedule: { iterations } }) => {
      const images = 3 * batch * iterations + 10 * data.validation;
      return costsOf(network).multiplyAdds * images;
    });
    expect(cost!.multiplyAddsPerStep * 1040).toBeCloseTo(sums[0]! + sums[1]!, 0);
  });

  test("asks for the images of both", () => {
    const stored: Experiment = { ...transfer, teacher: { ...recipe, before: { ...before, data: storedData } } };
    expect(storedIn(stored)).toEqual([storedData]);
  });

  test.each<[string, Partial<NonNullable<TeacherRecipe["before"]>>, RegExp]>([
    [
      "images of other channels",
      { data: { kind: "fashion-mnist", training: 64, validation: 16, test: 16 } },
      /32x32x1/,
    ],
    ["more images than there are", { data: { ...coloured, training: 60_000 } }, /60000 training and 16 validation/],
    ["a drop behind its end", { schedule: { ...short, drops: [40] } }, /teacher, before: the drop at iteration 40/],
  ])("is refused with %s", (_, change, message) => {
    const teacher = { ...recipe, before: { ...before, ...change } };
    expect(() => toDocument({ ...transfer, teacher })).toThrow(BadInput);
    expect(() => toDocument({ ...transfer, teacher })).toThrow(message);
  });
});

test("without a first task a teacher has one lesson, of its own data or the student's", () => {
  expect(lessonsOf(recipe, coloured).map(({ data }) => data)).toEqual([coloured]);
  expect(lessonsOf({ ...recipe, data: shapes }, coloured).map(({ data }) => data)).toEqual([shapes]);
});

describe("settings of transfer", () => {
  const copied: Experiment = { ...transfer, name: "copied", method: { kind: "copy", classifier: false } };
  const plain: Experiment = { ...defaultExperiment, name: "plain", method: { kind: "copy" } };

  test.each([
    ["first", [copied, plain]],
    ["last", [plain, copied]],
  ])("travel in a link where the experiment that has them is the %s", async (_, experiments) => {
    for (const document of [copied, toDocument({ ...defaultPlan, experiments })])
      expect(await documentOf(await linkOf(document))).toEqual(document);
  });

  test("a subset is left out of an experiment behind one that has it", async () => {
    const subset = { classes: [0, 3], balanced: true, seed: 4 };
    const few: Experiment = { ...plain, name: "few", data: { ...defaultExperiment.data, subset } as Data };
    const plan = toDocument({ ...defaultPlan, experiments: [few, plain] });
    expect(await documentOf(await linkOf(plan))).toEqual(plan);
  });
});

describe("copied parameters", () => {
  const recipeOf = (classes: number): TeacherRecipe => ({ ...recipe, data: { ...shapes, classes } });
  const networkOf = (classes: number) => lessonsOf(recipeOf(classes), shapes)[0].network;
  const classifier = ["fc.kernel", "fc.bias"];

  test.each<[string, { readonly classifier?: false }, number, boolean]>([
    ["with the classifier where classes are as many", {}, 6, true],
    ["without it where they are not", {}, 8, false],
    ["without it where it is to begin anew", { classifier: false }, 6, false],
  ])("are all %s", (_, setting, classes, withClassifier) => {
    const [teacher, student] = [networkOf(6), networkOf(classes)];
    const copied = copiedParameters({ kind: "copy", ...setting }, teacher, student);
    const all = new Set(copiedParameters({ kind: "copy" }, student, student));
    expect(copied).toEqual(withClassifier ? all : new Set([...all].filter((name) => !classifier.includes(name))));
  });
});

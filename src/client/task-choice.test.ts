import { describe, expect, test } from "vitest";
import { canonicalJson, hashOf } from "../core/canonical.ts";
import { defaultExperiment } from "../core/defaults.ts";
import { toDocument, toPlan } from "../core/document.ts";
import type { Document, TeacherRecipe } from "../core/experiment.ts";
import { documentOf, linkOf } from "../core/link.ts";
import { fewImages, manyImages, ownSets, taskKinds } from "../core/other-task.ts";
import { presets } from "../core/presets.ts";
import { classCountOf, classesIn } from "../core/set-classes.ts";
import { studies } from "../core/studies.ts";
import { dataChanges } from "./data-settings.ts";
import type { Changes } from "./settings.ts";
import { changedSettings, documentFor, leadOf, planOf, settingsOf, setupOf } from "./settings.ts";
import { setupProblemOf } from "./setup-problem.ts";
import { chosenClasses, chosenTask, taskKindIn, taskMendsFor, tasksChanges, tasksOf } from "./task-choice.ts";

const shapes = ownSets.find(({ kind }) => kind === "shapes")!;
const changed = (origin: Document, ...steps: readonly Changes[]) => ({
  ...setupOf(origin),
  changes: steps.reduce<Changes>((all, next) => ({ ...all, ...next }), {}),
});
const leadAfter = (origin: Document, ...steps: readonly Changes[]) => leadOf(planOf(changed(origin, ...steps)));
const transferNames = ["paper-table-5-small", "transfer-few-images", "transfer-other-set"];

describe("another task for the teacher, on screen", () => {
  test.each(taskKinds)(
    "of the kind %s is what was chosen, goes through a link, and leaves no trace when undone",
    async (kind) => {
      const few = dataChanges(fewImages(defaultExperiment.data, 10));
      const chosen = chosenTask(kind, shapes, leadAfter(defaultExperiment, few));
      for (const afterwards of [false, true]) {
        const setup = changed(defaultExperiment, few, chosen, { afterwards });
        expect(setupProblemOf(setup)).toBeNull();
        const document = documentFor(setup);
        const lead = leadOf(toPlan(document));
        expect(taskKindIn(lead)).toBe(kind);
        expect(lead.data).toMatchObject({ training: 10 * classCountOf(lead.data) });
        const recipe = lead.teacher as TeacherRecipe;
        expect([recipe.data === null, recipe.before !== undefined]).toEqual([afterwards, afterwards]);
        const opened = await documentOf(await linkOf(document));
        expect(opened).toEqual(document);
        expect(await hashOf(opened)).toBe(await hashOf(document));
        expect(settingsOf(leadOf(toPlan(opened)))).toEqual(settingsOf(lead));
      }
      const back = changed(defaultExperiment, few, chosen, {
        ...chosenTask(null, shapes, defaultExperiment),
        ...dataChanges(manyImages(defaultExperiment.data, defaultExperiment.data)),
      });
      expect(canonicalJson(documentFor(back))).toBe(canonicalJson(defaultExperiment));
    },
  );

  test.each(transferNames)("%s is a set-up as others: changing it and back leaves it as it was", (name) => {
    const plan = toPlan(studies.get(name) ?? presets.get(name)!);
    const lead = leadOf(plan);
    const before = settingsOf(lead);
    const other = { ...tasksOf(lead)!.other, training: 6000 };
    const next = planOf(changed(plan, { otherTask: other }));
    for (const { teacher } of next.experiments) {
      const recipe = teacher as TeacherRecipe;
      expect((recipe.before?.data ?? recipe.data)?.training).toBe(6000);
    }
    expect(() => toDocument(next)).not.toThrow();
    expect(changedSettings(plan, { otherTask: other })).toEqual(["otherTask"]);
    const back = planOf(changed(next, { otherTask: before.otherTask }));
    expect(canonicalJson(back)).toBe(canonicalJson(plan));
    const none = planOf(changed(plan, { otherTask: null }));
    expect(none.experiments.map(tasksOf)).toEqual(plan.experiments.map(() => null));
  });

  test("the student's classes are not the teacher's, whichever are chosen", () => {
    const split = chosenTask("classes", shapes, defaultExperiment);
    const lead = leadAfter(defaultExperiment, split, chosenClasses(leadAfter(defaultExperiment, split), [0, 1, 2]));
    expect(classesIn(lead.data)).toEqual([0, 1, 2]);
    expect(classesIn(tasksOf(lead)!.other)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  test("a student that begins with the teacher's weights may leave out the classifier's", () => {
    const setup = changed(defaultExperiment, { method: "copy", classifier: false });
    expect(documentFor(setup)).toMatchObject({ method: { kind: "copy", classifier: false } });
    const again = changed(documentFor(setup), { classifier: true });
    expect(leadOf(planOf(again)).method).toEqual({ kind: "copy" });
  });
});

describe("two tasks that do not go together", () => {
  const mends = (...steps: readonly Changes[]) => {
    const setup = changed(defaultExperiment, ...steps);
    return {
      code: setupProblemOf(setup)?.problem.code,
      mends: taskMendsFor(setup).map(([mend, changes]) => [
        mend,
        setupProblemOf({ ...setup, changes: { ...setup.changes, ...changes } }),
      ]),
    };
  };

  test("in the kind of images are shown alike, or become one", () => {
    expect(mends({ otherTask: shapes })).toEqual({
      code: "teacher-images",
      mends: [
        ["alike", null],
        ["own", null],
      ],
    });
  });

  test("in the count of classes, where answers are compared, are learnt one after the other, or become one", () => {
    const split = chosenTask("classes", shapes, defaultExperiment);
    expect(mends(split, { method: "kd" })).toEqual({
      code: "classes",
      mends: [
        ["afterwards", null],
        ["own", null],
      ],
    });
  });

  test("more images than there are become as many, for both", () => {
    const { student, other } = tasksOf(leadAfter(defaultExperiment, chosenTask("classes", shapes, defaultExperiment)))!;
    const tooMany = tasksChanges({ student, other: { ...other, training: 40_000 } });
    expect(mends(tooMany)).toEqual({ code: "images", mends: [["fewer", null]] });
    expect(mends(tasksChanges({ student: { ...student, test: 5000 }, other }))).toEqual({
      code: "data-few",
      mends: [["fewer", null]],
    });
  });

  test("images that do not divide among the classes become the nearest number that does", () => {
    const few = dataChanges(fewImages(defaultExperiment.data, 10));
    expect(mends(few, { training: 104 })).toEqual({ code: "uneven-classes", mends: [["even", null]] });
  });

  test("what is right needs none", () => expect(taskMendsFor(setupOf(defaultExperiment))).toEqual([]));
});

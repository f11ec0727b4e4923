import { expect, test } from "vitest";
import { usualBlock } from "../core/custom-blocks.ts";
import { defaultExperiment } from "../core/defaults.ts";
import { toPlan } from "../core/document.ts";
import type { CustomSpec, StoredTeacher, TeacherRecipe } from "../core/experiment.ts";
import { presets } from "../core/presets.ts";
import { shippedTeachers } from "../core/shipped-teachers.ts";
import { changedSettings, leadOf, planOf, setupOf, type Setup } from "./settings.ts";
import { changesAfter, withTeacher } from "./teacher-choice.ts";

const teacherOf = (setup: Setup) => leadOf(planOf(setup)).teacher;
const changedIn = ({ origin, changes }: Setup) => changedSettings(toPlan(origin), changes);
const own: StoredTeacher = {
  kind: "stored",
  name: "mine",
  sha256: "a".repeat(64),
  network: { kind: "vgg", depth: 9, width: 8, dropout: 0.1 },
};

test.each(shippedTeachers)("from $name the way back leads to the very recipe of the document", (shipped) => {
  const begun = setupOf(defaultExperiment);
  const chosen = withTeacher(begun, shipped);
  expect(teacherOf(chosen)).toEqual(shipped);
  expect(changedIn(chosen)).toEqual(["trained"]);
  const back = withTeacher(withTeacher(chosen, own), null);
  expect(teacherOf(back)).toEqual(defaultExperiment.teacher);
  expect(changedIn(back)).toEqual([]);
});

test("from a network drawn by hand the way back leads to the document's own drawing", () => {
  const drawn = (width: number): CustomSpec => {
    const section = { blocks: [{ ...usualBlock, channels: width }] };
    return { kind: "custom", stem: 8, sections: [section, section, section] };
  };
  const recipe = { ...(defaultExperiment.teacher as TeacherRecipe), network: drawn(8) };
  const begun = setupOf({ ...defaultExperiment, teacher: recipe });
  const chosen = withTeacher(begun, { ...own, network: drawn(16) });
  expect(teacherOf(chosen)).toMatchObject({ network: drawn(16) });
  expect(teacherOf(withTeacher(chosen, null))).toEqual(recipe);
});

test("a document whose teacher came trained takes another, then one that is trained here, then its own", () => {
  const begun = setupOf(presets.get("first-look")!);
  const [first] = shippedTeachers;
  expect(teacherOf(begun)).toEqual(first);
  const chosen = withTeacher(begun, own);
  expect(teacherOf(chosen)).toEqual(own);
  const here = withTeacher(chosen, null);
  expect(teacherOf(here)).toMatchObject({ kind: "recipe", network: own.network });
  expect(changedIn(withTeacher(here, first!))).toEqual([]);
});

test("every experiment of a plan that has the same teacher learns from the chosen one", () => {
  const chosen = withTeacher(setupOf(presets.get("methods-small")!), own);
  expect(planOf(chosen).experiments.map(({ teacher }) => teacher)).toEqual(planOf(chosen).experiments.map(() => own));
});

test("one chosen for own images is learned from; for other images one is trained here", () => {
  const shapes = { ...setupOf(defaultExperiment), changes: { dataKind: "shapes" as const } };
  const chosen = withTeacher(shapes, own);
  expect(teacherOf(chosen)).toEqual(own);
  const narrower = { ...chosen, changes: changesAfter(chosen, { training: 100 }) };
  expect(teacherOf(narrower)).toEqual(own);
  const other = { ...chosen, changes: changesAfter(chosen, { dataKind: "fashion-mnist" }) };
  expect(teacherOf(other)).toMatchObject({ kind: "recipe" });
});

test("a network that is changed by hand is trained here", () => {
  const chosen = withTeacher(setupOf(defaultExperiment), own);
  expect(teacherOf({ ...chosen, changes: { ...chosen.changes, teacherDepth: 11 } })).toMatchObject({ kind: "recipe" });
});

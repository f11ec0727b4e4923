import { expect, test } from "vitest";
import { defaultExperiment } from "../../core/defaults.ts";
import { storedData, type SetOutline } from "../../core/stored-choice.ts";
import { catalogues } from "../messages/messages.ts";
import { classNames, partText } from "./data-words.ts";

const outline: SetOutline = {
  name: "animals",
  sha256: "a".repeat(64),
  size: [8, 8, 3],
  classes: ["cat", "7", "", "hen"],
  counts: { training: 400, validation: 40, test: 40 },
};
const all = storedData(outline, { training: 400, validation: 40, test: 40 });
const split = { ...all, training: 200, subset: { ...all.subset, classes: [0, 1] } };
const other = { ...outline, sha256: "b".repeat(64), classes: ["a", "b", "c", "d"] };

test("classes of a set that is kept here have their names; a number and no name at all say that they are a class", () => {
  expect(classNames(catalogues.en, all, [other, outline])).toEqual(["cat", "class 7", "class 2", "hen"]);
  expect(partText(catalogues.en, split, [other, outline])).toContain("(cat, class 7)");
});

test.each([null, [], [other]])("those of another set, of %j, are known by their numbers", (kept) => {
  expect(classNames(catalogues.en, all, kept)).toEqual(["class 0", "class 1", "class 2", "class 3"]);
  expect(classNames(catalogues.zh, all, kept)[3]).toBe("类别 3");
});

test("Fashion-MNIST's have their names anywhere", () => {
  expect(classNames(catalogues.en, defaultExperiment.data, null)[5]).toBe("sandal");
});

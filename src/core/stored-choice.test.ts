import { describe, expect, test } from "vitest";
import type { StoredData } from "./experiment.ts";
import type { SetOutline } from "./stored-choice.ts";
import { mostImages, storedData, withClasses } from "./stored-choice.ts";

const outline: SetOutline = {
  name: "a/b\\c.zip",
  sha256: "0".repeat(64),
  size: [28, 20, 1],
  classes: ["cat", "dog", "hen"],
  counts: { training: 100, validation: 0, test: 30 },
};
const classes = [
  { name: "ant", training: 50, validation: 0, test: 10 },
  { name: "bee", training: 30, validation: 0, test: 10 },
  { name: "cat", training: 20, validation: 0, test: 10 },
];
const asked = { training: 10_000, validation: 1000, test: 20 };

test("an experiment asks for as many as there are, and networks halve the side twice", () => {
  expect(storedData(outline, asked)).toMatchObject({
    name: "a-b-c.zip",
    training: 90,
    validation: 10,
    test: 20,
    side: 32,
    channels: 1,
  });
});

describe("of a set without validation images", () => {
  const choice: StoredData = { ...storedData(outline, asked), training: 90, validation: 10, test: 20 };

  test("training and validation share the training images", () => {
    expect(mostImages(classes, choice)).toEqual({ training: 90, validation: 10, test: 30 });
  });

  test("as many of each class are as many as the smallest class has", () => {
    const balanced = { ...choice, subset: { ...choice.subset, balanced: true } };
    expect(mostImages(classes, balanced).training).toBe(60);
  });

  test("fewer classes have fewer images", () => {
    expect(withClasses(classes, choice, [1, 2])).toMatchObject({
      training: 45,
      validation: 5,
      test: 20,
      subset: { classes: [1, 2] },
    });
  });
});

import { expect, test } from "vitest";
import type { ImageSet } from "../../core/images.ts";
import { contactSheet, oddSheet } from "./contact-sheet.ts";

/** Images of one grey pixel each, which says which image it is. */
const images: ImageSet = {
  classes: ["ant", "bee", "cat"],
  size: [1, 1, 1],
  training: { labels: Uint8Array.of(0, 1, 0, 0), pixels: Uint8Array.of(10, 11, 12, 13) },
  validation: { labels: Uint8Array.of(1), pixels: Uint8Array.of(20) },
  test: { labels: Uint8Array.of(1, 0), pixels: Uint8Array.of(30, 31) },
};

test("each class shows its first training images, then others; an empty class shows none", () => {
  expect(contactSheet(images, 2)).toEqual({
    size: [1, 1, 1],
    counts: [2, 2, 0],
    pixels: Uint8Array.of(10, 12, 11, 20),
  });
});

test("each kind of odd ones shows its first images, where it is known which they are", () => {
  const at = (split: "training" | "test", index: number) => ({ split, index });
  const odd = {
    duplicates: [[at("test", 1), at("training", 0)]] as const,
    oneColour: [at("training", 3), at("training", 2), at("training", 1)],
    refitted: [
      { path: "a.png", size: "2x2x1", place: null },
      { path: "b.png", size: "2x2x1", place: at("test", 0) },
    ],
  };
  expect(oddSheet(images, odd, 2)).toEqual({
    size: [1, 1, 1],
    counts: [1, 2, 1],
    pixels: Uint8Array.of(31, 13, 12, 30),
  });
});

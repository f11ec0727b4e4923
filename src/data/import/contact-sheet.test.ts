import { expect, test } from "vitest";
import type { ImageSet } from "../../core/images.ts";
import { contactSheet } from "./contact-sheet.ts";

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

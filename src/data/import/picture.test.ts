import { describe, expect, test } from "vitest";
import type { Picture } from "./picture.ts";
import { fitted } from "./picture.ts";

const grey = (width: number, height: number, level: (x: number, y: number) => number): Picture => ({
  width,
  height,
  channels: 1,
  pixels: Uint8Array.from({ length: width * height }, (_, i) => level(i % width, Math.floor(i / width))),
});

describe("a picture fitted to a side", () => {
  test("that it has already is itself", () => {
    const picture = grey(4, 4, (x, y) => x + y);
    expect(fitted(picture, 4)).toBe(picture);
  });

  test("twice as small is the mean of four pixels, rounded", () => {
    const picture = grey(4, 4, (x, y) => 10 * y + x);
    expect([...fitted(picture, 2).pixels]).toEqual([6, 8, 26, 28]);
  });

  test("by a fraction weighs pixels by the area that is covered", () => {
    const picture = grey(3, 3, (x) => [0, 90, 255][x]!);
    // 2/3 of the first column and 1/3 of the second, and so on.
    expect([...fitted(picture, 2).pixels]).toEqual([30, 200, 30, 200]);
  });

  test("keeps the middle square of an oblong one", () => {
    const picture = grey(8, 2, (x) => x);
    expect([...fitted(picture, 2).pixels]).toEqual([3, 4, 3, 4]);
  });

  test("larger than itself stands in the middle of black, the odd pixel to the right and below", () => {
    expect(
      [
        ...fitted(
          grey(1, 1, () => 7),
          4,
        ).pixels,
      ].indexOf(7),
    ).toBe(5);
  });

  test.each([5, 7, 13, 31, 64])("keeps one colour as it is, from %i pixels", (from) => {
    expect(
      new Set(
        fitted(
          grey(from, from, () => 211),
          4,
        ).pixels,
      ),
    ).toEqual(new Set([211]));
  });
});

import { expect, test } from "vitest";
import type { ImageSet } from "../../core/images.ts";
import { fitted } from "./picture.ts";
import { summaryOf } from "./summary.ts";

const side = 8;
const none = { pixels: new Uint8Array(0), labels: new Uint8Array(0) };

/** The pixels of a picture of `height` x `width` in one colour, `marked` in one of them, as the set holds it. */
function fittedPixels(height: number, width: number, marked = false): Uint8Array {
  const pixels = Uint8Array.from({ length: height * width * 3 }, (_, index) => [9, 10, 0][index % 3]!);
  if (marked) pixels[0] = 200;
  return fitted({ width, height, channels: 3, pixels }, side).pixels;
}

function oneColouredIn(...all: readonly Uint8Array[]): number[] {
  const pixels = Uint8Array.from(all.flatMap((one) => [...one]));
  const training = { pixels, labels: new Uint8Array(all.length) };
  const images: ImageSet = { classes: ["a"], size: [side, side, 3], training, validation: none, test: none };
  return summaryOf({ name: "", sha256: "", images, refitted: [], ignored: [] }).oneColour.map(({ index }) => index);
}

test("pictures of one colour are told of, the black bars of those that are no square left out", () => {
  expect(oneColouredIn(fittedPixels(8, 8), fittedPixels(8, 8, true))).toEqual([0]);
  expect(oneColouredIn(fittedPixels(8, 5), fittedPixels(8, 5, true), fittedPixels(6, 8))).toEqual([0, 2]);
  expect(oneColouredIn(new Uint8Array(side * side * 3))).toEqual([0]);
});

test("a bar at one side, or one that stops short, is a picture", () => {
  const aside = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) aside.fill(50, row * side * 3, row * side * 3 + 15);
  const short = fittedPixels(8, 4);
  short.fill(0, 0, side * 3);
  expect(oneColouredIn(aside, short)).toEqual([]);
});

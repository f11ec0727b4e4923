import { expect, test } from "vitest";
import { isHashed } from "./epochs.ts";

const hashed = (images: number, batch: number, iterations: number) =>
  Array.from({ length: iterations }, (_, index) => index + 1).filter((step) =>
    isHashed(step, { images, batch, iterations }),
  );

test.each([
  ["whole batches", 100, 4, 60, [25, 50, 60]],
  ["batches that straddle epochs", 10_000, 64, 500, [157, 313, 469, 500]],
  ["epochs of two steps, ten at a time", 32, 16, 45, [20, 40, 45]],
  ["a batch of several epochs", 16, 64, 41, [20, 40, 41]],
])("weights are hashed after each epoch and at the end: %s", (_what, images, batch, iterations, steps) => {
  expect(hashed(images, batch, iterations)).toEqual(steps);
});

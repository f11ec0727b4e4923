import { expect, test } from "vitest";
import { pixelsPerCell } from "./svg-figure.ts";

test.each([
  [8, 20, 8],
  [8, 64, 8],
  [8, 100, 13],
  [512, 256, 8],
])("a canvas of %i cells that is %i pixels wide has %i pixels a cell", (cells, width, pixels) =>
  expect(pixelsPerCell(cells, width)).toBe(pixels),
);

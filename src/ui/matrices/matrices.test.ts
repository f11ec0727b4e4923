import { describe, expect, test } from "vitest";
import type { MatricesReport, Matrix } from "../../core/report.ts";
import { cellAfter, cellUnder } from "./cell-navigation.ts";
import { divergingColours, lightnessOf, mapPixels, sequentialColours } from "./colour-maps.ts";
import { cellWithin, createMarkStore, leave, moveTo, pointAt, togglePin } from "./mark.ts";
import { matrixCsv, paint, pairDataOf, shareAt, valueAt } from "./pair-data.ts";

const matrix = (pair: string, shape: Matrix["shape"], values: readonly number[]): Matrix => ({
  pair,
  shape,
  values: Float32Array.from(values),
});
const report = (matrices: readonly Matrix[], distance: Record<string, number>): MatricesReport => ({
  type: "matrices",
  stage: 1,
  step: 3,
  matrices,
  distance,
});

describe("colours", () => {
  test("of the sequential map grow lighter with every step, by about the same", () => {
    const lightness = sequentialColours.map(lightnessOf);
    for (let index = 16; index < 256; index += 16) {
      const gain = lightness[index]! - lightness[index - 16]!;
      expect(gain).toBeGreaterThan(3);
      expect(gain).toBeLessThan(8);
    }
    for (let index = 1; index < 256; index++) expect(lightness[index]! - lightness[index - 1]!).toBeGreaterThan(-0.3);
    expect(lightness[0]).toBeLessThan(15);
    expect(lightness[255]).toBeGreaterThan(85);
  });

  test("of the diverging map are lightest at zero and equally dark at both ends", () => {
    const lightness = divergingColours.map(lightnessOf);
    expect(Math.max(...lightness)).toBeCloseTo(Math.max(lightness[127]!, lightness[128]!));
    expect(Math.abs(lightness[0]! - lightness[255]!)).toBeLessThan(6);
    const [blue, orange] = [divergingColours[0]!, divergingColours[255]!];
    expect(blue[2]).toBeGreaterThan(blue[0]);
    expect(orange[0]).toBeGreaterThan(orange[2]);
  });
});

describe("a pair's data", () => {
  const teacher = [matrix("section1", [1, 2], [1, 2]), matrix("section2", [1, 1], [-4])];
  const student = report([matrix("section1", [1, 2], [4, 1])], { section1: 10 });

  test("hold student minus teacher and one scale for both", () => {
    const [pair] = pairDataOf(teacher, student);
    expect([...pair!.values.difference!]).toEqual([3, -1]);
    expect(pair!.scales.teacher).toEqual({ map: "sequential", low: 0, high: 4 });
    expect(pair!.scales.difference).toEqual({ map: "diverging", low: -3, high: 3 });
    expect(pair!.distance).toBe(10);
    expect(shareAt(pair!, [0, 0])).toBeCloseTo(0.9);
    expect(valueAt(pair!, "student", [0, 1])).toBe(1);
  });

  test("say what is missing, and centre a scale with negative values on zero", () => {
    const [, pair] = pairDataOf(teacher, student);
    expect(pair!.values.student).toBeNull();
    expect(pair!.scales.teacher).toEqual({ map: "diverging", low: -4, high: 4 });
    expect(shareAt(pair!, [0, 0])).toBeNull();
  });

  test("have no difference where shapes differ", () => {
    const [pair] = pairDataOf(teacher, report([matrix("section1", [2, 1], [4, 1])], {}));
    expect(pair!.values.difference).toBeNull();
  });

  test("write CSV that reads back exactly", () => {
    const values = Float32Array.from([0.1, -2, 3e-7, 4]);
    const [pair] = pairDataOf([matrix("p", [2, 2], [...values])], null);
    const lines = matrixCsv(pair!, values).trim().split("\n");
    expect(lines[0]).toBe("a\\b,0,1");
    const read = lines.slice(1).flatMap((line) => line.split(",").slice(1).map(Number));
    expect(Float32Array.from(read)).toEqual(values);
  });
});

describe("painting", () => {
  const colours = mapPixels.sequential;
  test("gives the ends of the scale the ends of the map, and no colour to what is no number", () => {
    const pixels = new Uint32Array(5);
    paint(pixels, Float32Array.from([0, 2, 1, 9, Number.NaN]), { map: "sequential", low: 0, high: 2 }, colours);
    expect([...pixels]).toEqual([colours[0], colours[255], colours[128], colours[255], 0]);
  });

  test("gives a matrix of zeros the colour of zero", () => {
    const pixels = new Uint32Array(1);
    paint(pixels, new Float32Array(1), { map: "sequential", low: 0, high: 0 }, colours);
    expect(pixels[0]).toBe(colours[0]);
  });
});

test.each([
  ["ArrowUp", false, [0, 1]],
  ["ArrowDown", false, [2, 1]],
  ["ArrowLeft", false, [1, 0]],
  ["ArrowRight", false, [1, 2]],
  ["Home", false, [1, 0]],
  ["End", false, [1, 19]],
  ["Home", true, [0, 0]],
  ["End", true, [9, 19]],
  ["PageDown", false, [9, 1]],
  ["PageUp", false, [0, 1]],
  ["x", false, null],
])("%s (control: %s) leads from [1, 1] to %s", (key, control, to) => {
  expect(cellAfter(key, control, [1, 1], [10, 20])).toEqual(to);
});

test("keys stop at the edges", () => {
  expect(cellAfter("ArrowLeft", false, [0, 0], [2, 2])).toEqual([0, 0]);
  expect(cellAfter("ArrowDown", false, [1, 1], [2, 2])).toEqual([1, 1]);
});

test.each([
  [0, 0, [0, 0]],
  [99.9, 49.9, [4, 9]],
  [100, 50, [4, 9]],
  [-1, -1, [0, 0]],
  [10, 10, [1, 1]],
])("the point %d, %d of a 100 × 50 drawing lies in cell %s", (x, y, cell) => {
  expect(cellUnder(x, y, 100, 50, [5, 10])).toEqual(cell);
});

describe("the mark", () => {
  test("follows the pointer until it is pinned, and is let go by the same click", () => {
    const mark = createMarkStore();
    pointAt(mark, [1, 2]);
    togglePin(mark, [1, 2]);
    pointAt(mark, [3, 3]);
    leave(mark);
    expect(mark.getState()).toEqual({ cell: [1, 2], pinned: true, spoken: false });
    togglePin(mark, [1, 2]);
    leave(mark);
    expect(mark.getState().cell).toBeNull();
  });

  test("is spoken when a key moves it, not when a pointer does", () => {
    const mark = createMarkStore();
    moveTo(mark, [0, 1]);
    expect(mark.getState().spoken).toBe(true);
    pointAt(mark, [0, 2]);
    expect(mark.getState().spoken).toBe(false);
  });

  test("is nowhere in a matrix that lacks the cell", () => {
    expect(cellWithin({ cell: [7, 0], pinned: true, spoken: false }, [4, 4])).toBeNull();
  });
});

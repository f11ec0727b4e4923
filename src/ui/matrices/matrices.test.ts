import { describe, expect, test } from "vitest";
import { emptyView } from "../../client/run-view.ts";
import type { At, Subject } from "../../core/look.ts";
import type { MatricesReport, Matrix } from "../../core/report.ts";
import { cellAfter, cellUnder } from "./cell-navigation.ts";
import type { Rgb } from "./colour-maps.ts";
import { divergingColours, lightnessOf, mapPixels, sequentialColours } from "./colour-maps.ts";
import { cellWithin, createMarkStore, leave, moveTo, pointAt, togglePin } from "./mark.ts";
import { lookedPairs, pairDataOf, reportedPairs, standingAt, valueAt } from "./pair-data.ts";
import { pastRanges } from "./past-ranges.ts";
import type { Domain, Ranges } from "./scales.ts";
import { paint } from "./scales.ts";
import type { OrderName } from "./shown-order.ts";
import { cellAt, orderedBy, placeOf, shownOrder } from "./shown-order.ts";
import { barOf, spectrumOf } from "./spectrum.ts";
import { firstChoice, neighbouring, subjectOf } from "./view-choice.ts";

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

/** What is seen without one kind of cones, of linear light (Machado, Oliveira and Fernandes 2009, severity 1). */
const sight = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function seenBy(matrix: readonly number[], colour: Rgb): Rgb {
  const light = colour.map((byte) =>
    byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
  );
  const [red, green, blue] = [0, 3, 6].map((row) => {
    const sum = matrix[row]! * light[0]! + matrix[row + 1]! * light[1]! + matrix[row + 2]! * light[2]!;
    const kept = Math.min(1, Math.max(0, sum));
    return 255 * (kept <= 0.0031308 ? 12.92 * kept : 1.055 * kept ** (1 / 2.4) - 0.055);
  });
  return [red!, green!, blue!];
}

describe.each(Object.entries(sight))("with %s", (_, matrix) => {
  test("larger numbers are still lighter, by about the same", () => {
    const lightness = sequentialColours.map((colour) => lightnessOf(seenBy(matrix, colour)));
    for (let index = 32; index < 256; index += 32)
      expect(lightness[index]! - lightness[index - 32]!).toBeGreaterThan(4);
  });

  test("numbers above zero and below it still have two colours", () => {
    for (const size of [48, 80, 127]) {
      const [below, above] = [127 - size, 128 + size].map((index) => seenBy(matrix, divergingColours[index]!));
      // In sRGB's own steps of 255: plainly apart where the colours are laid side by side.
      const apart = Math.hypot(...below!.map((part, index) => part - above![index]!));
      expect(apart, `${size} steps from zero`).toBeGreaterThan(40);
    }
  });
});

describe("a pair's data", () => {
  const teacher = [matrix("section1", [1, 2], [1, 2]), matrix("section2", [1, 1], [-4])];
  const student = report([matrix("section1", [1, 2], [4, 1])], { section1: 10 });
  const shown = (domain: Domain = "shared", past: readonly Ranges[] = []) =>
    reportedPairs(teacher, student).map((pair) => pairDataOf(pair, domain, past));

  test("hold student minus teacher, and how each cell stands", () => {
    const [pair] = shown();
    expect([...pair!.values.difference!]).toEqual([3, -1]);
    expect(pair!.distance).toBe(10);
    expect(standingAt(pair!, [0, 0])).toEqual({ difference: 3, share: 0.9, rank: 1, of: 2 });
    expect(standingAt(pair!, [0, 1])).toMatchObject({ rank: 2 });
    expect(valueAt(pair!, "student", [0, 1])).toBe(1);
  });

  test("of looked up images tell a cell's share by the images' own losses", () => {
    const matrices = {
      pair: "p",
      shape: [1, 2] as const,
      teacher: Float32Array.of(1, 2),
      student: Float32Array.of(1, 3),
    };
    const [pair] = lookedPairs([{ ...matrices, losses: Float32Array.of(3, 1) }]);
    expect(pair!.distance).toBe(4);
    expect(standingAt(pairDataOf(pair!, "shared", []), [0, 0])).toMatchObject({ difference: 0, share: 0.75, rank: 2 });
  });

  test("say what is missing, and centre a scale with negative values on zero", () => {
    const [, pair] = shown();
    expect(pair!.values.student).toBeNull();
    expect(pair!.scales.teacher).toEqual({ map: "diverging", low: -4, high: 4 });
    expect(standingAt(pair!, [0, 0])).toBeNull();
  });

  test("have no difference where shapes differ", () => {
    const [pair] = reportedPairs(teacher, report([matrix("section1", [2, 1], [4, 1])], {}));
    expect(pairDataOf(pair!, "shared", []).values.difference).toBeNull();
  });

  test("are coloured each by itself, in one scale, or in one for all moments", () => {
    const [own] = shown("each");
    expect([own!.scales.teacher.high, own!.scales.student.high, own!.scales.difference.high]).toEqual([2, 4, 3]);
    const [shared] = shown("shared");
    expect(shared!.scales.teacher).toEqual({ map: "sequential", low: 0, high: 4 });
    expect(shared!.scales.student).toEqual(shared!.scales.teacher);
    const before = report([matrix("section1", [1, 2], [9, -7])], { section1: 1 });
    const past = pastRanges([reportedPairs(teacher, before)], "section1");
    const [frozen] = shown("frozen", past);
    expect(frozen!.scales.teacher).toEqual({ map: "diverging", low: -9, high: 9 });
    expect(frozen!.scales.difference).toEqual({ map: "diverging", low: -9, high: 9 });
    expect(shown("shared", past)[0]!.scales).toEqual(shared!.scales);
  });

  test("keep one scale over all moments of a run, whichever is shown", () => {
    const reports = [3, 8, 1].map((value) => report([matrix("section1", [1, 2], [value, 2])], { section1: 1 }));
    const past = pastRanges(
      reports.map((each) => reportedPairs(teacher, each)),
      "section1",
    );
    const highs = reports.map(
      (each) => pairDataOf(reportedPairs(teacher, each)[0]!, "frozen", past).scales.student.high,
    );
    expect(highs).toEqual([8, 8, 8]);
  });
});

describe("a shown order", () => {
  const [teacher, difference] = [Float32Array.of(1, 9, 1, 9, 1, 9), Float32Array.of(0, 1, -5, 0, 2, 2)];
  const of = (by: OrderName, given: Float32Array | null = difference) =>
    shownOrder(by, orderedBy(by, teacher, given), [3, 2]);

  test("has the largest difference first, and takes a cell to its place and back", () => {
    const order = of("difference");
    expect(order).toEqual({ rows: [1, 2, 0], columns: [0, 1] });
    expect(placeOf(order, [1, 0])).toEqual([0, 0]);
    for (const cell of [
      [0, 0],
      [1, 1],
      [2, 0],
    ] as const)
      expect(cellAt(order, placeOf(order, cell))).toEqual(cell);
  });

  test("is that of the indices where the matrix to go by is missing", () => {
    expect(of("index")).toBeNull();
    expect(of("difference", null)).toBeNull();
    expect(of("clusters")?.columns).toHaveLength(2);
    expect(placeOf(null, [2, 1])).toEqual([2, 1]);
  });
});

describe("the chosen images", () => {
  const view = {
    ...emptyView({ experiment: "e", seed: 1 }),
    stages: [{ stage: 1 as const, iterations: 20 }],
    snapshots: [
      { stage: 1 as const, step: 0 },
      { stage: 1 as const, step: 10 },
    ],
  };
  const of = (images: Subject["kind"], at: At, image = 0) => subjectOf({ ...firstChoice, images, image }, view, at, 8);

  test("are one of those that there are, several, or the batch that comes next", () => {
    expect(of("image", "now", 3)).toEqual({ kind: "image", index: 3 });
    expect(of("image", "now", 30)).toEqual({ kind: "image", index: 7 });
    expect(of("probe", "now")).toEqual({ kind: "probe" });
    expect(of("batch", "now")).toEqual({ kind: "batch", stage: 1, iteration: 10 });
    expect(of("batch", { stage: 1, step: 5 })).toEqual({ kind: "batch", stage: 1, iteration: 5 });
  });

  test("are a stage's last batch when it is over", () => {
    expect(of("batch", { stage: 1, step: 20 })).toEqual({ kind: "batch", stage: 1, iteration: 19 });
  });

  test("go around the end", () => {
    expect([neighbouring(0, -1, 8), neighbouring(7, 1, 8), neighbouring(40, 1, 8)]).toEqual([7, 0, 0]);
  });
});

describe("singular values as bars", () => {
  test("stand on whole powers of ten, and zero has none", () => {
    const shape = [2, 2] as const;
    const diagonal = (a: number, b: number) => ({ shape, values: Float32Array.of(a, 0, 0, b) });
    const spectrum = spectrumOf(diagonal(50, 0.5), diagonal(5, 0))!;
    expect([spectrum.low, spectrum.high]).toEqual([-1, 2]);
    expect(spectrum.teacher[0]).toBeCloseTo(50, 10);
    expect(barOf(100, spectrum)).toBeCloseTo(1);
    expect(barOf(1, spectrum)).toBeCloseTo(1 / 3);
    expect(barOf(spectrum.student[1]!, spectrum)).toBe(0);
    expect(spectrumOf(diagonal(0, 0), diagonal(0, 0))).toBeNull();
  });

  test("are as many as each matrix has", () => {
    const column = { shape: [2, 1] as const, values: Float32Array.of(3, 4) };
    const square = { shape: [2, 2] as const, values: Float32Array.of(2, 0, 0, 1) };
    const { teacher, student } = spectrumOf(square, column)!;
    expect([teacher.length, student.length]).toEqual([2, 1]);
    expect(student[0]).toBeCloseTo(5, 10);
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

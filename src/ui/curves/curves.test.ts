import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyView, withReports } from "../../client/run-view.ts";
import type { Report } from "../../core/report.ts";
import { linearAxis, logAxis, placeOn, ticksWithin } from "./axis.ts";
import type { Settings } from "./curve-data.ts";
import { chartData, distancesOf, lossNamesOf, nearest, stageBands, xRange } from "./curve-data.ts";
import type { CurveRun } from "./curve-run.ts";
import { decimated } from "./decimation.ts";
import { chartHeights, iterationAt, lonePoints, pathOf, plot, spread, xPixel, yPixel } from "./plot-area.ts";
import { runStyles } from "./run-style.ts";
import { smoothed } from "./smoothing.ts";

function runOf(stage1: number, stage2: number, loss = (step: number) => 1 / step): CurveRun {
  const step = (stage: 1 | 2, at: number): Report => ({
    type: "step",
    stage,
    step: at,
    rate: 0.1,
    loss: loss(at),
    accuracy: stage === 2 ? 0.5 : null,
    pairLoss: null,
    milliseconds: 1,
  });
  const part = (stage: 1 | 2, iterations: number): Report[] => [
    { type: "stage", stage, iterations },
    ...Array.from({ length: iterations }, (_, index) => step(stage, index + 1)),
  ];
  const reports = [...(stage1 ? part(1, stage1) : []), ...part(2, stage2)];
  const view = withReports(emptyView({ experiment: "fsp", seed: 1 }), reports);
  return { view, label: "fsp", role: "student", distance: "fsp", recorded: false };
}

const settings: Settings = { learner: "student", xMode: "total", lossScale: "linear", smoothing: 0 };

test("a method's loss has curves of its own, and FSP's beside the task is its distance", () => {
  const step = { type: "step", stage: 2, rate: 0.1, loss: 1, accuracy: 0.5, pairLoss: null, milliseconds: 1 } as const;
  const view = withReports(emptyView({ experiment: "any", seed: 1 }), [
    { ...step, step: 1, methodLoss: { name: "attention", weighted: 9, parts: { section1: 0.5, section2: 0.25 } } },
    { ...step, step: 2, methodLoss: { name: "fsp", weighted: 9, parts: { section1: 2, section2: 4 } } },
    { type: "methodLoss", stage: 2, step: 2, name: "attention", parts: { section1: 0.125, section2: 0.125 } },
  ]);
  expect(view.curves.methodLossOfBatch).toEqual({ stage: [2], steps: [1], values: [0.75] });
  expect(view.curves.fspDistanceOfBatch).toEqual({ stage: [2], steps: [2], values: [6] });
  expect(view.curves.methodLoss).toEqual({ stage: [2], steps: [2], values: [0.25] });
  expect(view.curves.taskLoss.values).toEqual([1, 1]);
  const run: CurveRun = { view, label: "any", role: "student", distance: "fsp", recorded: false };
  expect(lossNamesOf([run, run])).toEqual(["attention"]);
  expect(distancesOf([run, { ...run, distance: "cka" }, run])).toEqual(["fsp", "cka"]);
  expect(distancesOf([{ ...run, view: emptyView(run.view.run) }])).toEqual([]);
  expect(chartData("method", [run], settings).lines.map(({ track }) => track.curve)).toEqual([
    "methodLossOfBatch",
    "methodLoss",
  ]);
});

describe("smoothing", () => {
  test("starts at the first value and keeps a constant as it is", () => {
    for (const value of smoothed([3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
    expect(smoothed([2, 4], 0.5)).toEqual([2, expect.closeTo(10 / 3, 12)]);
  });

  test("of weight 0 changes nothing", () => expect(smoothed([1, 5, 2], 0)).toEqual([1, 5, 2]));

  test("leaves a gap a gap and goes on after it", () => {
    expect(smoothed([2, Number.NaN, 2], 0.9)).toEqual([2, Number.NaN, expect.closeTo(2, 12)]);
  });
});

describe("decimation", () => {
  const value = fc.oneof({ weight: 9, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }) }, fc.constant(null));

  test("keeps only given points, in order, both ends, the extremes, and no more than it may", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 400 }), fc.integer({ min: 10, max: 60 }), (ys, limit) => {
        const points = ys.map((y, x) => ({ x, y }));
        const kept = decimated(points, limit);
        expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 1));
        expect(kept.every((point) => points[point.x] === point)).toBe(true);
        expect(kept.every((point, index) => index === 0 || point.x > kept[index - 1]!.x)).toBe(true);
        expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
        const numbers = (list: readonly { y: number | null }[]) => list.flatMap(({ y }) => y ?? []);
        expect(Math.max(...numbers(kept))).toBe(Math.max(...numbers(points)));
        expect(kept.some(({ y }) => y === null)).toBe(points.some(({ y }) => y === null));
      }),
    );
  });
});

describe("axes", () => {
  test("have round ticks", () => {
    expect(ticksWithin(0, 0.31, 4)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticksWithin(-200, 300, 5)).toEqual([-200, -100, 0, 100, 200, 300]);
    expect(linearAxis([2.43, 0.3])).toMatchObject({ low: 0, high: 3 });
    expect(linearAxis([])).toMatchObject({ low: 0, high: 1 });
    expect(logAxis([0.03, 20])).toMatchObject({ low: 0.01, high: 100 });
    expect(logAxis([1])).toMatchObject({ low: 1, high: 10 });
  });

  test("put the geometric mean in the middle of a logarithmic axis", () => {
    expect(placeOn({ scale: "log", low: 0.01, high: 100 }, 1)).toBeCloseTo(0.5);
    expect(placeOn({ scale: "linear", low: 0, high: 4 }, 1)).toBe(0.25);
  });
});

describe("charts", () => {
  const run = runOf(20, 30);

  test("count stage 1, or put the start of stage 2 at 0", () => {
    expect(chartData("loss", [run], settings).lines[0]!.points[0]!.x).toBe(21);
    const task = { ...settings, xMode: "task" } as const;
    expect(chartData("loss", [run], task).lines[0]!.points[0]!.x).toBe(1);
    expect(stageBands(run.view, task)).toEqual([
      { stage: 1, from: -20, to: 0 },
      { stage: 2, from: 0, to: 30 },
    ]);
    expect(xRange([run, runOf(0, 60)], settings)).toEqual([0, 60]);
  });

  test("draw what was measured and smooth beside it", () => {
    const { lines } = chartData("loss", [run], { ...settings, smoothing: 0.9 });
    expect(lines.map(({ style }) => style)).toEqual(["raw", "smooth"]);
    expect(lines[0]!.points.map(({ y }) => y)).toEqual(run.view.curves.taskLoss.values);
  });

  test("leave a gap where a value is no number, or not above 0 on a logarithmic axis", () => {
    const broken = runOf(0, 4, (step) => [1, Number.NaN, 0, 2][step - 1]!);
    expect(chartData("loss", [broken], settings).lines[0]!.points.map(({ y }) => y)).toEqual([1, null, 0, 2]);
    const log = chartData("loss", [broken], { ...settings, lossScale: "log" });
    expect(log.lines[0]!.points.map(({ y }) => y)).toEqual([1, null, null, 2]);
    expect(log.leftOut).toBe(1);
  });

  test("show the distance of stage 1's batches as that of the held-out images, before any lambda", () => {
    const step = { type: "step", stage: 1, step: 1, rate: 0.1, accuracy: null, milliseconds: 1 } as const;
    const matrices = { type: "matrices", stage: 1, step: 1, matrices: [], distance: { s1: 2, s2: 3 } } as const;
    const view = withReports(emptyView({ experiment: "fsp", seed: 1 }), [
      { ...step, loss: 700, pairLoss: { s1: 4, s2: 3 } },
      matrices,
    ]);
    const { lines } = chartData(
      "fsp",
      [{ view, label: "fsp", role: "student", distance: "fsp", recorded: false }],
      settings,
    );
    expect(lines.map(({ points }) => points)).toEqual([[{ x: 1, y: 7 }], [{ x: 1, y: 5 }]]);
  });

  test("read the measured value nearest to the crosshair", () => {
    expect(nearest(run.view, "taskLoss", 25.2, "total")).toEqual({ x: 25, value: 1 / 5 });
    expect(nearest(run.view, "taskLoss", 21, "total")).toEqual({ x: 21, value: 1 });
    expect(nearest(run.view, "taskLoss", 50, "total")).toEqual({ x: 50, value: 1 / 30 });
    expect(nearest(run.view, "validationAccuracy", 3, "total")).toBeNull();
  });

  test.each([20, 51])("read nothing at iteration %i, where no loss was measured before or after", (x) => {
    expect(nearest(run.view, "taskLoss", x, "total")).toBeNull();
  });
});

describe("the plot area", () => {
  const range = { low: -200, high: 300 };
  const axis = { scale: "linear", low: 0, high: 4, ticks: [] } as const;

  test.each([-200, 0, 123, 300])("reads iteration %i back from the pixel where it is drawn", (x) => {
    expect(iterationAt(range, xPixel(range, x, 400), 400)).toBe(x);
  });

  test("keeps the crosshair inside", () => {
    expect(iterationAt(range, 0, 400)).toBe(-200);
    expect(iterationAt(range, 999, 400)).toBe(300);
  });

  test("puts the largest value on top and breaks a line at a gap", () => {
    for (const height of Object.values(chartHeights)) {
      expect(yPixel(axis, 4, height)).toBe(plot.top);
      expect(yPixel(axis, 0, height)).toBe(height - plot.bottom);
    }
    const points = [1, 2, null, 3].map((y, x) => ({ x, y }));
    expect(pathOf(points, range, axis, { width: 400, height: 176 }).replaceAll(/[\d. ]+/g, "")).toBe("MLM");
  });

  test("moves end labels apart and keeps them in order", () => {
    const places = spread([140, 141, 139], 13, 176);
    const sorted = [places[2]!, places[0]!, places[1]!];
    expect(sorted[1]! - sorted[0]!).toBeGreaterThanOrEqual(13);
    expect(sorted[2]! - sorted[1]!).toBeGreaterThanOrEqual(13);
    expect(Math.max(...places)).toBeLessThanOrEqual(176 - plot.bottom + 6.5);
  });
});

test("runs of one role differ by their dashes, and all by their letters", () => {
  const base = runOf(0, 1);
  const styles = runStyles([base, { ...base, role: "baseline" }, { ...base, role: "baseline" }]);
  expect(styles.map(({ letter }) => letter)).toEqual(["A", "B", "C"]);
  expect(styles[1]!.colour).toBe(styles[2]!.colour);
  expect(styles[1]!.dash).not.toBe(styles[2]!.dash);
});

test("of a line those points stand alone that have no neighbour to draw a line to", () => {
  const line = [1, null, 3, 4, null, 6].map((y, x) => ({ x, y }));
  expect(lonePoints(line)).toEqual([
    { x: 0, y: 1 },
    { x: 5, y: 6 },
  ]);
  expect(lonePoints([])).toEqual([]);
  expect(lonePoints([{ x: 2, y: 0 }])).toEqual([{ x: 2, y: 0 }]);
});

/** Where the plot lies inside a chart, in pixels: the chart's axes and what is laid over it must agree. */
import type { Axis } from "./axis.ts";
import { placeOn } from "./axis.ts";
import type { Point } from "./decimation.ts";

/** In pixels: three charts fit one above the other beside networks and matrices. */
export const chartHeights = { usual: 176, low: 132 };
export const plot = { left: 52, right: 22, top: 18, bottom: 24 };

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export interface XAxis {
  readonly low: number;
  readonly high: number;
}

export function xPixel({ low, high }: XAxis, x: number, width: number): number {
  return plot.left + ((x - low) / (high - low)) * (width - plot.left - plot.right);
}

/** The whole iteration under a pixel, kept inside the axis. */
export function iterationAt({ low, high }: XAxis, pixel: number, width: number): number {
  const share = (pixel - plot.left) / (width - plot.left - plot.right);
  return Math.round(low + Math.min(1, Math.max(0, share)) * (high - low));
}

export function yPixel(axis: Axis, y: number, chartHeight: number): number {
  const inside = Math.min(1, Math.max(0, placeOn(axis, y)));
  return plot.top + (1 - inside) * (chartHeight - plot.top - plot.bottom);
}

/** A line through the points, broken where one has no value. */
export function pathOf(points: readonly Point[], range: XAxis, axis: Axis, { width, height }: ChartSize): string {
  let pen = "M";
  let path = "";
  for (const { x, y } of points) {
    if (y !== null) path += `${pen}${xPixel(range, x, width).toFixed(1)} ${yPixel(axis, y, height).toFixed(1)}`;
    pen = y === null ? "M" : "L";
  }
  return path;
}

/** Those without a neighbour, of which a line shows nothing. */
export function lonePoints(line: readonly Point[]): { readonly x: number; readonly y: number }[] {
  const isThere = (index: number) => (line[index]?.y ?? null) !== null;
  return line.flatMap(({ x, y }, index) => (y === null || isThere(index - 1) || isThere(index + 1) ? [] : { x, y }));
}

/** Moves labels apart to at least `gap` pixels, in their order, without leaving the plot at the bottom. */
export function spread(places: readonly number[], gap: number, chartHeight: number): number[] {
  const order = places.map((_, index) => index).toSorted((i, j) => places[i]! - places[j]!);
  const moved = [...places];
  let floor = -Infinity;
  for (const index of order) {
    moved[index] = Math.max(moved[index]!, floor);
    floor = moved[index] + gap;
  }
  let ceiling = chartHeight - plot.bottom + gap / 2;
  for (const index of order.toReversed()) {
    moved[index] = Math.min(moved[index]!, ceiling);
    ceiling = moved[index] - gap;
  }
  return moved;
}

/** What one pair's three heatmaps draw. */
import type { MatricesReport, Matrix } from "../../core/report.ts";
import type { ColourMap } from "./colour-maps.ts";

export const matrixKinds = ["teacher", "student", "difference"] as const;
export type MatrixKind = (typeof matrixKinds)[number];
export type MatrixShape = Matrix["shape"];

export interface Scale {
  readonly map: ColourMap;
  readonly low: number;
  readonly high: number;
}

export interface PairData {
  readonly name: string;
  readonly shape: MatrixShape;
  /** Row-major, `[channels1, channels2]`; null where it was not measured yet. The difference is student − teacher. */
  readonly values: Readonly<Record<MatrixKind, Float32Array | null>>;
  /** Teacher and student share one scale. */
  readonly scales: Readonly<Record<MatrixKind, Scale>>;
  /** Of the two matrices drawn, summed over the cells; null while one is missing. */
  readonly squaredDifference: number | null;
  /** As measured on the held-out images, one by one. */
  readonly distance: number | null;
}

export function pairDataOf(teacher: readonly Matrix[] | null, student: MatricesReport | null): PairData[] {
  const names = [...new Set([...(teacher ?? []), ...(student?.matrices ?? [])].map((matrix) => matrix.pair))];
  return names.flatMap((name) => {
    const theirs = teacher?.find((matrix) => matrix.pair === name);
    const ours = student?.matrices.find((matrix) => matrix.pair === name);
    const shape = (theirs ?? ours)?.shape;
    if (!shape) return [];
    const alike = theirs && ours && theirs.shape.join() === ours.shape.join();
    const difference = alike ? differenceOf(ours.values, theirs.values) : null;
    const shared = scaleOf([theirs?.values, ours?.values]);
    const span = difference?.span ?? 0;
    return {
      name,
      shape,
      values: {
        teacher: theirs?.values ?? null,
        student: theirs && !alike ? null : (ours?.values ?? null),
        difference: difference?.values ?? null,
      },
      scales: { teacher: shared, student: shared, difference: { map: "diverging", low: -span, high: span } },
      squaredDifference: difference?.squared ?? null,
      distance: student?.distance[name] ?? null,
    };
  });
}

/** From 0 to the largest value; where values are negative, as far below 0 as above. */
export function scaleOf(matrices: readonly (Float32Array | undefined)[]): Scale {
  const ranges = matrices.map((values) => (values ? rangeOf(values) : ([0, 0] as const)));
  const least = Math.min(...ranges.map(([low]) => low));
  const most = Math.max(...ranges.map(([, high]) => high));
  if (least >= 0) return { map: "sequential", low: 0, high: most };
  const span = Math.max(most, -least);
  return { map: "diverging", low: -span, high: span };
}

// The loops below run over every cell of every update, so they are written out: iterators cost them five times as much.

/** Student − teacher, its largest size, and its squares summed. */
function differenceOf(student: Float32Array, teacher: Float32Array) {
  const values = new Float32Array(student.length);
  let [span, squared] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = student[index]! - teacher[index]!;
    values[index] = value;
    squared += value * value;
    const size = Math.abs(value);
    if (size > span && size !== Infinity) span = size;
  }
  return { values, span, squared };
}

/** The least and the largest finite value, and 0. */
function rangeOf(values: Float32Array): readonly [least: number, most: number] {
  let [least, most] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value < least && value !== -Infinity) least = value;
    if (value > most && value !== Infinity) most = value;
  }
  return [least, most];
}

/** `pixels[i]` becomes the colour of `values[i]`; what is no number stays transparent. */
export function paint(pixels: Uint32Array, values: Float32Array, { low, high }: Scale, colours: Uint32Array): void {
  const last = colours.length - 1;
  const steps = high > low ? last / (high - low) : 0;
  for (let index = 0; index < values.length; index++) {
    const step = (values[index]! - low) * steps;
    // The first two comparisons are false for NaN.
    pixels[index] = step >= last ? colours[last]! : step >= 0 ? colours[(step + 0.5) | 0]! : step < 0 ? colours[0]! : 0;
  }
}

export type Cell = readonly [a: number, b: number];

export function valueAt({ shape, values }: PairData, kind: MatrixKind, [a, b]: Cell): number | null {
  return values[kind]?.[a * shape[1] + b] ?? null;
}

/** How much of the squared difference of the two matrices lies in this cell; null while one is missing. */
export function shareAt(pair: PairData, cell: Cell): number | null {
  const difference = valueAt(pair, "difference", cell);
  if (difference === null || pair.squaredDifference === null) return null;
  return pair.squaredDifference === 0 ? 0 : difference ** 2 / pair.squaredDifference;
}

/** Comma-separated with a header; every value as the shortest text that reads back as the same float32's number. */
export function matrixCsv({ shape: [rows, columns] }: PairData, values: Float32Array): string {
  const lines = [["a\\b", ...Array.from({ length: columns }, (_, b) => String(b))].join(",")];
  for (let a = 0; a < rows; a++) {
    lines.push([String(a), ...Array.from(values.subarray(a * columns, (a + 1) * columns), String)].join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** What one pair's three heatmaps draw. */
import type { Standing } from "../../core/fsp-cell.ts";
import { standingOf } from "../../core/fsp-cell.ts";
import type { PairMatrices } from "../../core/look.ts";
import type { MatricesReport, Matrix } from "../../core/report.ts";
import type { Domain, Ranges, Scale } from "./scales.ts";
import { rangesOf, scalesFor } from "./scales.ts";

export const matrixKinds = ["teacher", "student", "difference"] as const;
export type MatrixKind = (typeof matrixKinds)[number];
export type MatrixShape = Matrix["shape"];

/** One pair's matrices of the same images, row-major, `[channels1, channels2]`; null where it was not measured yet. */
export interface MeasuredPair {
  readonly name: string;
  readonly shape: MatrixShape;
  readonly teacher: Float32Array | null;
  readonly student: Float32Array | null;
  /** For each cell its part of the loss, the mean over the images; null where only the means are known. */
  readonly losses: Float32Array | null;
  /** As measured on the images, one by one. */
  readonly distance: number | null;
}

export interface PairData extends Pick<MeasuredPair, "name" | "shape" | "losses" | "distance"> {
  /** The difference is student − teacher. */
  readonly values: Readonly<Record<MatrixKind, Float32Array | null>>;
  readonly scales: Readonly<Record<MatrixKind, Scale>>;
}

/** What a run reports as it goes: means over the first held-out images. */
export function reportedPairs(teacher: readonly Matrix[] | null, student: MatricesReport | null): MeasuredPair[] {
  const names = [...new Set([...(teacher ?? []), ...(student?.matrices ?? [])].map((matrix) => matrix.pair))];
  return names.flatMap((name) => {
    const theirs = teacher?.find((matrix) => matrix.pair === name);
    const ours = student?.matrices.find((matrix) => matrix.pair === name);
    const shape = (theirs ?? ours)?.shape;
    if (!shape) return [];
    // A matrix of another shape has no place beside the teacher's.
    const fits = ours && ours.shape.join() === shape.join();
    const distance = student?.distance[name] ?? null;
    return {
      name,
      shape,
      teacher: theirs?.values ?? null,
      student: fits ? ours.values : null,
      losses: null,
      distance,
    };
  });
}

/** What a look gives: of the images that were asked for. */
export function lookedPairs(pairs: readonly PairMatrices[]): MeasuredPair[] {
  return pairs.map(({ pair, losses, ...matrices }) => ({
    name: pair,
    ...matrices,
    losses,
    distance: losses.reduce((sum, loss) => sum + loss, 0),
  }));
}

/** `past` holds the ranges that the pair's matrices had at other moments. */
export function pairDataOf(measured: MeasuredPair, domain: Domain, past: readonly Ranges[]): PairData {
  const { name, shape, teacher, student, losses, distance } = measured;
  const difference = teacher && student && differenceOf(student, teacher);
  const ranges = rangesOf({ teacher, student, difference });
  return {
    name,
    shape,
    values: { teacher, student, difference },
    scales: scalesFor(ranges, domain, past),
    losses,
    distance,
  };
}

/** Student − teacher. Runs over every cell of every update, so it is written out: iterators cost five times as much. */
export function differenceOf(student: Float32Array, teacher: Float32Array): Float32Array {
  const values = new Float32Array(student.length);
  for (let index = 0; index < values.length; index++) values[index] = student[index]! - teacher[index]!;
  return values;
}

export type Cell = readonly [a: number, b: number];

export function valueAt({ shape, values }: Pick<PairData, "shape" | "values">, kind: MatrixKind, [a, b]: Cell) {
  return values[kind]?.[a * shape[1] + b] ?? null;
}

/**
 * How a cell stands among the pair's; null while a matrix is missing. Without the images' own losses its share is that of
 * the squared difference of the two matrices drawn.
 */
export function standingAt({ shape, values, losses }: PairData, [a, b]: Cell): Standing | null {
  const { teacher, student, difference } = values;
  if (!teacher || !student || !difference) return null;
  return standingOf(student, teacher, losses ?? difference.map((value) => value * value), a * shape[1] + b);
}

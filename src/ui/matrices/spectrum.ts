/** The singular values of a pair's matrices as bars on a logarithmic axis. */
import { singularValues } from "../../core/relations/singular.ts";
import type { MatrixShape } from "./pair-data.ts";

/** Values below the largest by more than this are drawn as nothing: they are rounding, or as good as. */
const decades = 6;

/** A matrix that is there. */
export interface Measured {
  readonly shape: MatrixShape;
  readonly values: Float32Array;
}

/** Of two matrices, which need not have as many values. */
export interface Spectrum {
  readonly teacher: readonly number[];
  readonly student: readonly number[];
  /** Whole powers of ten, between which the bars stand. */
  readonly low: number;
  readonly high: number;
}

/** Null where both matrices are zero. */
export function spectrumOf(teacher: Measured, student: Measured): Spectrum | null {
  const [theirs, ours] = [valuesOf(teacher), valuesOf(student)];
  const largest = Math.max(theirs[0] ?? 0, ours[0] ?? 0);
  if (!(largest > 0 && largest < Infinity)) return null;
  const high = Math.ceil(Math.log10(largest));
  const least = [...theirs, ...ours].filter((value) => value > largest * 10 ** -decades);
  return { teacher: theirs, student: ours, low: Math.min(high - 1, Math.floor(Math.log10(Math.min(...least)))), high };
}

/** The teacher's matrix stays the same while the student's changes. */
const known = new WeakMap<Float32Array, readonly number[]>();

function valuesOf({ shape: [rows, columns], values }: Measured): readonly number[] {
  const found = known.get(values) ?? singularValues(Float64Array.from(values), rows, columns);
  known.set(values, found);
  return found;
}

/** A bar's part of the axis, 0 to 1. */
export function barOf(value: number, { low, high }: Spectrum): number {
  return value > 0 ? Math.min(1, Math.max(0, (Math.log10(value) - low) / (high - low))) : 0;
}

/** How implementations make one number of the difference of two stacks of matrices, and what it is of the paper's. */
import type { Remedy } from "../experiment.ts";
import type { Match } from "../pairs.ts";
import type { MatrixKind } from "./settings.ts";
import { comparesCells } from "./settings.ts";
import type { Reduction, Total } from "./convention.ts";

type Numbers = Float32Array | Float64Array;

/** What the reduction is multiplied with after summing `D^2` and averaging over `n` images. */
export function scaleOf(
  reduction: Exclude<Reduction, "column-norms">,
  [m, k]: readonly [number, number],
  n: number,
): number {
  switch (reduction) {
    case "squared-sum":
      return 1;
    case "mean":
      return 1 / (m * k);
    case "half-per-thousand":
      return 5e-4;
    case "squared-sum-per-batch":
      return 1 / n;
    default:
      return reduction satisfies never;
  }
}

/** Of two stacks `[n, m, k]`. */
export function reducedLoss(
  reduction: Reduction,
  student: Numbers,
  teacher: Numbers,
  [n, m, k]: readonly [n: number, m: number, k: number],
): number {
  let sum = 0;
  if (reduction !== "column-norms") {
    for (let i = 0; i < student.length; i++) sum += (student[i]! - teacher[i]!) ** 2;
    return (scaleOf(reduction, [m, k], n) * sum) / n;
  }
  const squares = new Float64Array(n * k);
  for (let i = 0; i < student.length; i++) {
    squares[Math.floor(i / (m * k)) * k + (i % k)]! += (student[i]! - teacher[i]!) ** 2;
  }
  for (const square of squares) sum += Math.sqrt(square);
  return sum / n;
}

/** The size that the two matrices of a match have when their difference is taken: an adapter brings the student's to the teacher's, other remedies the teacher's to the student's. */
export function comparedShape(
  remedy: Remedy["kind"],
  { shape, studentShape }: Pick<Match, "shape" | "studentShape">,
): readonly [channels1: number, channels2: number] {
  return remedy === "adapter" ? shape : studentShape;
}

/** The factor by which a loss is a multiple of the paper's, or why there is none. */
export type Conversion =
  | { readonly factor: number }
  | { readonly factor: null; readonly reason: "not-squared" | "other-matrices" | "other-relation" };

export interface Converted {
  /** Of the matrices that are compared. */
  readonly shape: readonly [channels1: number, channels2: number];
  readonly batch: number;
  readonly pairs: number;
  readonly matrix: MatrixKind;
  readonly remedy: Remedy["kind"];
}

/**
 * Of one pair: a weight of w here weighs as w times the factor does in the paper's loss. It speaks of the reduction alone:
 * maps that were averaged instead of max-pooled give other matrices.
 */
export function conversionOf(
  reduction: Reduction,
  total: Total,
  { shape, batch, pairs, matrix, remedy }: Converted,
): Conversion {
  if (!comparesCells(remedy)) return { factor: null, reason: "other-relation" };
  if (matrix !== "product") return { factor: null, reason: "other-matrices" };
  if (reduction === "column-norms") return { factor: null, reason: "not-squared" };
  const scale = scaleOf(reduction, shape, batch);
  return { factor: total === "mean" ? scale / pairs : scale };
}

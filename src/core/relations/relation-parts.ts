/** What linear CKA and the traces compare, who compare no cells: their value and what it is made of. */
import { centredProducts, ckaEpsilon, traceRoots } from "./definitions.ts";

type Stack = Float32Array;
type Size = readonly [rows: number, columns: number];

export type RelationParts =
  /**
   * `[n, n]` each: the products of the `n` images' matrices, less the mean, over the root of the sum of their squares. The
   * sum of the products of both is CKA, and the loss is 1 less that.
   */
  | {
      readonly kind: "cka";
      readonly images: number;
      readonly teacher: Float32Array;
      readonly student: Float32Array;
      readonly loss: number;
    }
  /** `[3]` each, k = 1..3, means over the images: the roots, and each k's part of the loss, which is their sum. */
  | {
      readonly kind: "traces";
      readonly teacher: Float32Array;
      readonly student: Float32Array;
      readonly parts: Float32Array;
      readonly loss: number;
    };

/** Of two stacks of `n` matrices. */
export function ckaParts(student: Stack, teacher: Stack, n: number): RelationParts {
  const [ours, theirs] = [unitProducts(student, n), unitProducts(teacher, n)];
  const cka = ours.reduce((sum, value, i) => sum + value * theirs[i]!, 0);
  return {
    kind: "cka",
    images: n,
    teacher: Float32Array.from(theirs),
    student: Float32Array.from(ours),
    loss: 1 - cka,
  };
}

export function tracesParts(student: Stack, studentSize: Size, teacher: Stack, teacherSize: Size): RelationParts {
  const [ours, theirs] = [traceRoots(student, studentSize), traceRoots(teacher, teacherSize)];
  const n = ours.length / 3;
  const mean = (valueAt: (i: number) => number) =>
    Float32Array.from({ length: 3 }, (_, k) => {
      let sum = 0;
      for (let i = k; i < ours.length; i += 3) sum += valueAt(i);
      return sum / n;
    });
  const parts = mean((i) => (ours[i]! - theirs[i]!) ** 2);
  return {
    kind: "traces",
    teacher: mean((i) => theirs[i]!),
    student: mean((i) => ours[i]!),
    parts,
    loss: parts.reduce((sum, part) => sum + part, 0),
  };
}

function unitProducts(stack: Stack, n: number): Float64Array {
  const products = centredProducts(stack, n);
  const size = Math.sqrt(products.reduce((sum, value) => sum + value * value, 0) + ckaEpsilon);
  return products.map((value) => value / size);
}

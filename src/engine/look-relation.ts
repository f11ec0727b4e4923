/** One pair where no cells are compared: both networks' matrices of some images, and what they are compared by. */
import type { LabelledImages } from "../core/images.ts";
import type { LookAnswer } from "../core/look.ts";
import { LookRefused, mostBytes } from "../core/look.ts";
import type { Remedy } from "../core/experiment.ts";
import type { MatrixKind, WholeKind } from "../core/relations/settings.ts";
import { comparesCells } from "../core/relations/settings.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import { ckaParts, tracesParts } from "../core/relations/relation-parts.ts";
import { comparedMatrices, resizedMap } from "./fsp-matrices.ts";
import { sliceViews } from "./look-slices.ts";
import { meanMatrix } from "./mean-matrix.ts";
import type { TeacherModel } from "./teacher-model.ts";

type Relation = Omit<Extract<LookAnswer, { type: "relation" }>, "type" | "moment">;

/** Rejects with `LookRefused` where these images cannot be compared so. */
export async function relationOf(
  models: Readonly<Record<"teacher" | "student", TeacherModel>>,
  kind: WholeKind,
  matrix: MatrixKind,
  match: Match,
  images: LabelledImages,
  breathe: () => Promise<void>,
): Promise<Relation> {
  const n = images.labels.length;
  if (kind === "cka") {
    if (n === 1) throw new LookRefused("one-image", "Linear CKA compares images among each other: one has no value.");
    if (2 * 4 * n * n > mostBytes) throw new LookRefused("too-large", `The products of ${n} images take over 16 MiB.`);
  }
  const stackOf = async (side: "teacher" | "student") => {
    const pair = match[side];
    const stack = new Float32Array(n * cellsOf(match, side));
    let at = 0;
    const views = sliceViews(
      models[side],
      images,
      tapsOf([pair]),
      (taps) => [comparedMatrices(resizedMap(pair, "first", taps), resizedMap(pair, "last", taps), matrix)],
      breathe,
    );
    for await (const { values, count } of views) {
      const counted = values[0]!.subarray(0, count * cellsOf(match, side));
      stack.set(counted, at);
      at += counted.length;
    }
    return stack;
  };
  const [theirs, ours] = [await stackOf("teacher"), await stackOf("student")];
  return relationBetween(kind, match, ours, theirs, n);
}

/** Of `n` images' own matrices, `[n, c1, c2]` each. */
export function relationBetween(
  kind: WholeKind,
  match: Match,
  student: Float32Array,
  teacher: Float32Array,
  n: number,
): Relation {
  const { name, shape, studentShape } = match;
  return {
    teacher: meanMatrix(name, shape, teacher),
    student: meanMatrix(name, studentShape, student),
    parts: kind === "cka" ? ckaParts(student, teacher, n) : tracesParts(student, studentShape, teacher, shape),
  };
}

/** Throws `LookRefused` where cells are compared, and nothing else. */
export function relationKind(remedy: Remedy["kind"]): WholeKind {
  if (!comparesCells(remedy)) return remedy;
  throw new LookRefused("no-cells", "This run compares its matrices cell by cell.");
}

function cellsOf({ shape, studentShape }: Match, side: "teacher" | "student"): number {
  const [rows, columns] = side === "teacher" ? shape : studentShape;
  return rows * columns;
}

/** What a step of stage 1 makes of both networks' matrices on the way to its loss, phase by phase. */
import type * as tf from "@tensorflow/tfjs-core";
import type { Origins } from "../core/compared-channels.ts";
import type { Match } from "../core/pairs.ts";
import { comparesCells } from "../core/relations/settings.ts";
import type { Matrix } from "../core/report.ts";
import type { Phase } from "../core/slow-motion.ts";
import type { Comparison } from "./comparison.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import { relationBetween } from "./look-relation.ts";
import { meanMatrix } from "./mean-matrix.ts";

type Taps = ReadonlyMap<string, tf.Tensor>;
type Side = "teacher" | "student";
/** `[n, rows, columns]` for each match. */
type Stacks = readonly Float32Array[];

/** Stage 1's matrices of one batch, of both networks, by what they are made of. */
export interface BatchMatrices {
  /** The networks' own. */
  readonly own: Readonly<Record<Side, Stacks>>;
  /** The teacher's as a remedy makes them, before any shuffle. */
  readonly made: Stacks;
  /** As they are compared; the same as the own where cells are not. */
  readonly compared: Readonly<Record<Side, Stacks>>;
}

/** What `batchPass` is to make for one side; `batchMatrices` takes it apart again. */
export function madeOf(comparison: Comparison | null, matches: readonly Match[], side: Side, taps: Taps): tf.Tensor[] {
  if (!comparison) return [...matricesBySide(matches, side, taps).values()];
  const own = comparison.ownMatrices(side, taps);
  if (!comparesCells(comparison.settings.remedy.kind)) return own;
  return side === "student"
    ? [...own, ...comparison.studentMatrices(taps)]
    : [...own, ...comparison.targetsInOrder(taps), ...comparison.targetsFrom(taps)];
}

export function batchMatrices(matches: readonly Match[], teacher: Stacks, student: Stacks): BatchMatrices {
  const pairs = matches.length;
  const own = { teacher: teacher.slice(0, pairs), student: student.slice(0, pairs) };
  return {
    own,
    made: teacher.slice(pairs, 2 * pairs),
    compared: { teacher: teacher.slice(-pairs), student: student.slice(-pairs) },
  };
}

/** The means of each side's own. */
export function* ownPhases(matches: readonly Match[], { own }: BatchMatrices): Generator<Phase> {
  const matrices = (side: Side) =>
    matches.map((match, index) =>
      meanMatrix(match.name, side === "teacher" ? match.shape : match.studentShape, own[side][index]!),
    );
  yield { name: "teacherMatrices", matrices: matrices("teacher") };
  yield { name: "studentMatrices", matrices: matrices("student") };
}

/** What is made of them before they are compared. */
export async function* remedyPhases(
  comparison: Comparison,
  matches: readonly Match[],
  { own, made, compared }: BatchMatrices,
  n: number,
): AsyncGenerator<Phase, void> {
  const { remedy, shuffled } = comparison.settings;
  const kind = remedy.kind;
  if (!comparesCells(kind)) {
    const pairs = matches.map((match, index) => ({
      pair: match.name,
      parts: relationBetween(kind, match, own.student[index]!, own.teacher[index]!, n).parts,
    }));
    yield { name: "relate", pairs };
    return;
  }
  const figures = async (stacks: Stacks, originsOf: (index: number) => Promise<Origins> | Origins) =>
    Promise.all(
      matches.map(async (match, index) => ({
        matrix: meanMatrix(match.name, comparison.shapeOf(match), stacks[index]!),
        origins: await originsOf(index),
      })),
    );
  if (kind === "assignment" || kind === "projection") {
    const name = kind === "assignment" ? "assign" : "project";
    yield { name, made: await figures(made, (index) => comparison.originsInOrder(index)) };
  }
  if (shuffled)
    yield { name: "shuffle", made: await figures(compared.teacher, (index) => comparison.shuffledOrigins(index)) };
  if (kind === "adapter")
    yield { name: "adapt", made: await figures(compared.student, (index) => comparison.origins("student", index)) };
}

/** Student minus teacher, the mean over the batch; null where cells are not compared. */
export function differences(
  comparison: Comparison | null,
  matches: readonly Match[],
  { compared }: BatchMatrices,
): (Matrix | null)[] {
  return matches.map((match, index) => {
    if (comparison && !comparesCells(comparison.settings.remedy.kind)) return null;
    const [ours, theirs] = [compared.student[index]!, compared.teacher[index]!];
    const apart = ours.map((value, cell) => value - theirs[cell]!);
    return meanMatrix(match.name, comparison?.shapeOf(match) ?? match.shape, apart);
  });
}

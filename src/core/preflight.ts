/** Every teacher pair against every student pair, before anything runs: how the two can be compared, or why not. */
import type { HandPair } from "./experiment.ts";
import type { Convention } from "./relations/convention.ts";
import { usualFspSettings } from "./fsp-settings.ts";
import type { FitReason, Side } from "./misfit.ts";
import type { Network } from "./network.ts";
import type { Candidate, FirstTap, Resize } from "./pairs.ts";
import { candidatesOf, isResize, matrixShapeOf, pairOf, positionsOf } from "./pairs.ts";
import { remediesFor } from "./relations/remedy-fits.ts";
import type { RemedyKind } from "./relations/settings.ts";

/** One side's map is made smaller by this much before it is multiplied. */
export interface Pooled {
  readonly side: Side;
  readonly resize: Resize;
  /** Old size over new, in height and width. */
  readonly by: readonly [height: number, width: number];
}

export type Fit =
  | { readonly kind: "exact" }
  | { readonly kind: "pooled"; readonly pooled: readonly Pooled[] }
  /** The matrices differ in size; each of these makes them comparable. */
  | { readonly kind: "adapted"; readonly remedies: readonly RemedyKind[]; readonly pooled: readonly Pooled[] }
  | { readonly kind: "impossible"; readonly reason: FitReason };

export interface PreflightRow {
  /** The pairs' names. */
  readonly teacher: string;
  readonly student: string;
  /** What a match by hand of the two would name. */
  readonly taps: HandPair;
  readonly teacherShape: readonly [channels1: number, channels2: number];
  readonly studentShape: readonly [channels1: number, channels2: number];
  readonly fit: Fit;
}

export function preflightOf(
  teacher: Network,
  student: Network,
  firstTap: FirstTap,
  { convention }: { readonly convention: Convention } = usualFspSettings,
): PreflightRow[] {
  return candidatesOf(teacher, firstTap, convention).flatMap((theirs) =>
    candidatesOf(student, firstTap, convention).map((ours) => ({
      teacher: theirs.name,
      student: ours.name,
      taps: { teacher: [theirs.first, theirs.last], student: [ours.first, ours.last] },
      teacherShape: matrixShapeOf(teacher, theirs),
      studentShape: matrixShapeOf(student, ours),
      fit: fitOf(teacher, theirs, student, ours),
    })),
  );
}

export function fitOf(teacher: Network, theirs: Candidate, student: Network, ours: Candidate): Fit {
  for (const [side, { resize }] of [["teacher", theirs] as const, ["student", ours] as const]) {
    if (resize && !isResize(resize)) return { kind: "impossible", reason: { ...resize, side } };
  }
  const pooled = [...pooledOn("teacher", teacher, theirs), ...pooledOn("student", student, ours)];
  const shapes = { teacher: matrixShapeOf(teacher, theirs), student: matrixShapeOf(student, ours) };
  if (shapes.teacher.join() !== shapes.student.join()) {
    const remedies = remediesFor({ ...shapes, samePositions: samePositions(teacher, theirs, student, ours) });
    return { kind: "adapted", remedies, pooled };
  }
  return pooled.length > 0 ? { kind: "pooled", pooled } : { kind: "exact" };
}

/** Whether the two pairs' maps, once resized, have the same positions. */
export function samePositions(teacher: Network, theirs: Candidate, student: Network, ours: Candidate): boolean {
  const sizeOf = (network: Network, candidate: Candidate) => positionsOf(network, pairOf(candidate)).join();
  return sizeOf(teacher, theirs) === sizeOf(student, ours);
}

function pooledOn(side: Side, network: Network, { first, last, resize }: Candidate): Pooled[] {
  if (!resize || !isResize(resize)) return [];
  const [height, width] = positionsOf(network, { first: resize.of === "first" ? first : last, last, resize: null });
  return [{ side, resize, by: [height / resize.to[0], width / resize.to[1]] }];
}

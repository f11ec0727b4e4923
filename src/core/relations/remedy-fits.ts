/** Which remedy makes two matrices comparable, or why it cannot. */
import type { RemedyKind } from "./settings.ts";
import { remedyKinds } from "./settings.ts";

type Pairwise = readonly [number, number];

/** What one remedy is judged by. */
export interface Sizes {
  readonly teacher: Pairwise;
  readonly student: Pairwise;
  /** Whether the two networks' maps have the same positions, first against first and last against last. */
  readonly samePositions: boolean;
}

export type RemedyProblem = "teacher-narrower" | "other-positions";

/** Null where the remedy helps. */
export function remedyProblem(kind: RemedyKind, { teacher, student, samePositions }: Sizes): RemedyProblem | null {
  const isNarrower = teacher[0] < student[0] || teacher[1] < student[1];
  switch (kind) {
    case "adapter":
    case "cka":
    case "traces":
      return null;
    case "projection":
      return isNarrower ? "teacher-narrower" : null;
    case "assignment":
      return isNarrower ? "teacher-narrower" : samePositions ? null : "other-positions";
    default:
      return kind satisfies never;
  }
}

export function remediesFor(sizes: Sizes): RemedyKind[] {
  return remedyKinds.filter((kind) => remedyProblem(kind, sizes) === null);
}

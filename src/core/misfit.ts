/** Why two pairs cannot be compared: typed, for each screen to word. */
import type { RemedyProblem } from "./relations/remedy-fits.ts";
import type { RemedyKind } from "./relations/settings.ts";

export type Side = "teacher" | "student";
export type MapSize = readonly [height: number, width: number];

/** Why two maps cannot be given one size: blocks do not go into it, or neither map is the larger. */
export interface ResizeProblem {
  readonly code: "not-divisible" | "not-larger";
  /** The sizes of the first and of the last map. */
  readonly first: MapSize;
  readonly last: MapSize;
}

export type FitReason = ResizeProblem & { readonly side: Side };

/** Why a pair goes without a partner, or with one that it cannot be compared with. */
export type MisfitReason =
  /** The other network has no pair for it. */
  | { readonly code: "alone" }
  /** The matrices differ in size, and nothing was chosen to mend it; these would. */
  | { readonly code: "unequal"; readonly remedies: readonly RemedyKind[] }
  /** The chosen remedy does not fit. */
  | { readonly code: "remedy"; readonly remedy: RemedyKind; readonly problem: RemedyProblem }
  | FitReason;

/** What stage 1 compares, and how, where it is not the paper's plain distance of equal matrices. */

/** Products of the maps, or of the maps with each channel brought to mean square 1: then scale plays no part. */
export const matrixKinds = ["product", "cosine"] as const;
export type MatrixKind = (typeof matrixKinds)[number];

/** How matrices of unequal sizes come to be compared, in the order in which they are offered. */
export const remedyKinds = ["adapter", "assignment", "projection", "cka", "traces"] as const;
export type RemedyKind = (typeof remedyKinds)[number];
/** Those that compare two matrices as wholes. */
export const wholeKinds = ["cka", "traces"] as const satisfies readonly RemedyKind[];
export type WholeKind = (typeof wholeKinds)[number];

/** Whether each cell of one matrix has a partner in the other. */
export function comparesCells(remedy: RemedyKind | "none"): remedy is Exclude<RemedyKind, WholeKind> | "none" {
  return !wholeKinds.some((kind) => kind === remedy);
}

/** Those that any two matrices can be compared by. */
export const anyWidths = ["adapter", "cka", "traces"] as const satisfies readonly RemedyKind[];

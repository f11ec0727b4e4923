/** What stage 1 compares, and how, where it is not the paper's plain distance of equal matrices. */
import type { GroupReduction } from "./channel-groups.ts";

/** Products of the maps, or of the maps with each channel brought to mean square 1: then scale plays no part. */
export const matrixKinds = ["product", "cosine"] as const;
export type MatrixKind = (typeof matrixKinds)[number];

/** How matrices of unequal sizes come to be compared. */
export type Remedy =
  | { readonly kind: "none" }
  /** `A1 G_s A2^T` is compared with the teacher's; A1 and A2 learn with the student and are dropped after stage 1. */
  | { readonly kind: "adapter" }
  /** Teacher channels are grouped; the groups are found anew every so many iterations, 0: once. */
  | { readonly kind: "assignment"; readonly reduction: GroupReduction; readonly every: number }
  /** `U1^T G_t U2` with the leading singular vectors of the teacher's mean matrix, found once. */
  | { readonly kind: "projection" }
  /** 1 - CKA of the matrices over the batch. */
  | { readonly kind: "cka" }
  /** Roots of the traces of `(G^T G)^k`. */
  | { readonly kind: "traces" };
export type RemedyKind = Exclude<Remedy["kind"], "none">;

/** In the order in which they are offered. */
export const remedyKinds = ["adapter", "assignment", "projection", "cka", "traces"] as const satisfies RemedyKind[];

/** LaTeX. Of one image: the batch's mean is what stage 1 minimises. CKA has no value for one image. */
export const formulas: Readonly<Record<RemedyKind | "none" | "cosine", string>> = {
  none: String.raw`\lVert G^T - G^S \rVert_F^2`,
  cosine: String.raw`G_{ij} = \frac{\langle x_i, y_j \rangle / P}{\sqrt{(\lVert x_i \rVert^2 / P + \varepsilon)(\lVert y_j \rVert^2 / P + \varepsilon)}}`,
  adapter: String.raw`\lVert G^T - A_1 G^S A_2^\top \rVert_F^2`,
  assignment: String.raw`\lVert G(\rho(X^T), \rho(Y^T)) - G^S \rVert_F^2,\; \rho(X)_i = \mathrm{reduce}_{j : \pi(j) = i} X_j,\; \pi = \arg\min \sum_j \bigl(2 - 2 \langle \hat x^S_{\pi(j)}, \hat x^T_j \rangle\bigr)`,
  projection: String.raw`\lVert U_1^\top G^T U_2 - G^S \rVert_F^2,\; \overline{G^T} = U_1 \Sigma U_2^\top`,
  cka: String.raw`1 - \frac{\langle K^S, K^T \rangle_F}{\lVert K^S \rVert_F \lVert K^T \rVert_F},\; K_{bc} = \langle G_b - \overline G, G_c - \overline G \rangle_F`,
  traces: String.raw`\sum_{k=1}^{3} \Bigl(\operatorname{tr}\bigl((G^{T\top} G^T)^k\bigr)^{1/2k} - \operatorname{tr}\bigl((G^{S\top} G^S)^k\bigr)^{1/2k}\Bigr)^2`,
};

/** What stage 1 compares, and how, where it is not the paper's plain distance of equal matrices. */

/** Products of the maps, or of the maps with each channel brought to mean square 1: then scale plays no part. */
export const matrixKinds = ["product", "cosine"] as const;
export type MatrixKind = (typeof matrixKinds)[number];

/** How matrices of unequal sizes come to be compared, in the order in which they are offered. */
export const remedyKinds = ["adapter", "assignment", "projection", "cka", "traces"] as const;
export type RemedyKind = (typeof remedyKinds)[number];

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

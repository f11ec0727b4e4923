/** What FSP computes, in LaTeX; the page has it as MathML, made when it is built. */
import type { Pairing, Pool, Reduction, ResizedMap, StageCount, Total } from "./convention.ts";
import type { MatrixKind, RemedyKind } from "./settings.ts";

/** A formula and what its letters stand for, below one another: a phone is narrow. */
const lines = (...all: readonly string[]) =>
  String.raw`\begin{aligned} ${all.map((line) => `&${line}`).join(String.raw` \\ `)} \end{aligned}`;

/** A matrix of one image: `h w` positions of two maps. */
const matrices: Readonly<Record<MatrixKind, string>> = {
  product: String.raw`G_{ij} = \frac{1}{hw} \sum_{s=1}^{h} \sum_{t=1}^{w} F^{(1)}_{st,i} F^{(2)}_{st,j}`,
  cosine: String.raw`G_{ij} = \frac{\langle x_i, y_j \rangle / P}{\sqrt{(\lVert x_i \rVert^2 / P + \varepsilon)(\lVert y_j \rVert^2 / P + \varepsilon)}}`,
};

/** Of one image: the batch's mean is what stage 1 minimises. CKA has no value for one image. */
const remedies: Readonly<Record<RemedyKind | "none", string>> = {
  none: String.raw`\lVert G^T - G^S \rVert_F^2`,
  adapter: String.raw`\lVert G^T - A_1 G^S A_2^\top \rVert_F^2`,
  assignment: lines(
    String.raw`\lVert G(\rho(X^T), \rho(Y^T)) - G^S \rVert_F^2`,
    String.raw`\rho(X)_i = \mathrm{reduce}_{j : \pi(j) = i} X_j`,
    String.raw`\pi = \arg\min \sum_j \bigl(2 - 2 \langle \hat x^S_{\pi(j)}, \hat x^T_j \rangle\bigr)`,
  ),
  projection: lines(
    String.raw`\lVert U_1^\top G^T U_2 - G^S \rVert_F^2`,
    String.raw`\frac{1}{n} \sum_b G^T_b = U_1 \Sigma U_2^\top`,
  ),
  cka: lines(
    String.raw`1 - \frac{\langle K^S, K^T \rangle_F}{\lVert K^S \rVert_F \lVert K^T \rVert_F}`,
    String.raw`K_{bc} = \langle G_b - M, G_c - M \rangle_F`,
    String.raw`M = \frac{1}{n} \sum_b G_b`,
  ),
  traces: lines(
    String.raw`\sum_{k=1}^{3} \bigl(t_k(G^T) - t_k(G^S)\bigr)^2`,
    String.raw`t_k(G) = \operatorname{tr}\bigl((G^\top G)^k\bigr)^{1/2k}`,
  ),
};

/** Of one pair, with `D` the difference of two `m` by `k` matrices for each of `n` images `b`. */
const reductions: Readonly<Record<Reduction, string>> = {
  "squared-sum": String.raw`\frac{1}{n} \sum_b \sum_{ij} D_{b,ij}^2`,
  mean: String.raw`\frac{1}{nmk} \sum_b \sum_{ij} D_{b,ij}^2`,
  "half-per-thousand": String.raw`\frac{10^{-3}}{n} \sum_b \frac{1}{2} \sum_{ij} D_{b,ij}^2`,
  "squared-sum-per-batch": String.raw`\frac{1}{n^2} \sum_b \sum_{ij} D_{b,ij}^2`,
  "column-norms": String.raw`\frac{1}{n} \sum_b \sum_j \sqrt{\sum_i D_{b,ij}^2}`,
};

/** Over `N` pairs `p`. */
const totals: Readonly<Record<Total, string>> = {
  sum: String.raw`L = \sum_p \lambda_p L_p`,
  mean: String.raw`L = \frac{1}{N} \sum_p \lambda_p L_p`,
};

/** The taps of section `s`: its first, `1`, and its last, `e`. */
const pairings: Readonly<Record<Pairing, string>> = {
  within: String.raw`G\bigl(F^{s}_{1}, F^{s}_{e}\bigr)`,
  across: String.raw`G\bigl(F^{s}_{e}, F^{s+1}_{e}\bigr)`,
};

/** A place `u` of the smaller map, from its block `B_u` of the larger. */
const pools: Readonly<Record<Pool, string>> = {
  max: String.raw`F'_u = \max_{v \in B_u} F_v`,
  avg: String.raw`F'_u = \frac{1}{|B_u|} \sum_{v \in B_u} F_v`,
  bilinear: String.raw`F'_u = \sum_v w_{uv} F_v`,
};

/** The size at which the two maps are multiplied. */
const resizedMaps: Readonly<Record<ResizedMap, string>> = {
  larger: String.raw`h = \min(h_1, h_2)`,
  last: String.raw`h = h_1`,
};

/** `L` as above, `C` the cross-entropy; the weight of `L` goes from 1 to a share `e` over the `T` iterations `t`. */
const stages: Readonly<Record<StageCount, string>> = {
  two: lines(String.raw`1: \; \min_W L`, String.raw`2: \; \min_W C`),
  one: String.raw`\min_W \; C + \bigl(1 - (1 - e) \tfrac{t}{T}\bigr) L`,
};

export const formulas = { matrices, remedies, reductions, totals, pairings, pools, resizedMaps, stages } as const;

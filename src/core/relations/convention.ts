/** In what implementations of FSP differ, as settings. */

/** Which pairs a network gives: one a section, or from each section's last layer to the next section's. */
export const pairings = ["within", "across"] as const;
export type Pairing = (typeof pairings)[number];
export const pools = ["max", "avg", "bilinear"] as const;
export type Pool = (typeof pools)[number];
/** Which of a pair's maps gives way: the larger takes the smaller's size, or the last takes the first's. */
export const resizedMaps = ["larger", "last"] as const;
export type ResizedMap = (typeof resizedMaps)[number];
export const reductions = [
  "squared-sum",
  "mean",
  "half-per-thousand",
  "squared-sum-per-batch",
  "column-norms",
] as const;
/**
 * With `D` the difference for one image, `m` by `k`, and `n` images: the paper's sum of `D^2` averaged over images;
 * `mean`: that over `m k` (RepDistiller, KD-Zoo); `half-per-thousand`: `D^2 / 2` by 1e-3 (KD_methods_with_TF);
 * `squared-sum-per-batch`: over `n` once more (the same author's TF 2 version); `column-norms`: the sum of the columns'
 * lengths, not squared (torchdistill).
 */
export type Reduction = (typeof reductions)[number];
export const totals = ["sum", "mean"] as const;
/** Over the pairs: their weighted sum, or that over the number of pairs. */
export type Total = (typeof totals)[number];

/** Whether the student learns the matrices before the task, as the paper has it, or beside it. */
export const stageCounts = ["two", "one"] as const;
export type StageCount = (typeof stageCounts)[number];

export interface Convention {
  readonly pairs: Pairing;
  readonly pool: Pool;
  readonly resized: ResizedMap;
  readonly reduction: Reduction;
  readonly total: Total;
}

export const paperConvention: Convention = {
  pairs: "within",
  pool: "max",
  resized: "larger",
  reduction: "squared-sum",
  total: "sum",
};

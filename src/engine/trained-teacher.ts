import type { Network } from "../core/network.ts";
import type { Report } from "../core/report.ts";
import type { Statistics } from "../data/statistics.ts";
import type { WeightArrays } from "../models/weights.ts";

/** A teacher at rest: what several runs share. */
export interface TrainedTeacher {
  readonly network: Network;
  readonly weights: WeightArrays;
  /** Of the training images that it was trained on; it sees images normalised by these. */
  readonly statistics: Statistics;
  readonly scores: { readonly validation: number; readonly test: number };
  readonly weightsHash: string;
  readonly iterations: number;
  /** What was reported while it was trained here; empty for a teacher from a file. */
  readonly reports: readonly Report[];
}

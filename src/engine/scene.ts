/** A run as it is looked at, while it trains and afterwards. */
import type { Experiment } from "../core/experiment.ts";
import { stageOneIterations } from "../core/methods/facts.ts";
import type { ImageSet } from "../core/images.ts";
import type { At } from "../core/look.ts";
import type { Moment } from "../core/moment.ts";
import type { Network } from "../core/network.ts";
import type { Match } from "../core/pairs.ts";
import type { StageIterations } from "../core/snapshot-schedule.ts";
import type { Statistics } from "../data/statistics.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { ComparisonState } from "./comparison.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** All that does not change while the student learns. */
export interface Setting {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly network: Network;
  readonly matches: readonly Match[];
  readonly statistics: Statistics;
  readonly teacher: TrainedTeacher | null;
  readonly images: ImageSet;
}

export interface KeptWeights {
  readonly moment: Moment;
  readonly weights: WeightArrays;
  /** What the matrices were compared by; empty where that is the plain distance. */
  readonly comparison: ComparisonState;
}

/** Enough to make the next step on a copy. */
export interface KeptState extends KeptWeights {
  /** Empty where a stage begins. */
  readonly velocities: WeightArrays;
}

export interface Scene extends Setting {
  /** Reads nothing but these weights; rejects with `LookRefused` where they were not kept. */
  weightsAt(at: At): Promise<KeptWeights>;
  /** Where training stands, or where that stage began; rejects as above. */
  stateAt(from: "now" | 1 | 2): Promise<KeptState>;
}

export function stageIterations({ method, task }: Experiment): StageIterations {
  return { 1: stageOneIterations(method), 2: task.iterations };
}

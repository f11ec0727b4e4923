/** What the page needs to go on from where a run's numbers were finite last. */
import type { Experiment, Stage } from "../core/experiment.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { Environment, RunKey } from "../core/report.ts";

/** A run whose numbers stopped being finite. */
export interface Divergence {
  readonly run: RunKey;
  readonly stage: Stage;
  /** So many iterations of the stage ended with finite weights. */
  readonly sound: number;
  /** How they left the run; null where that is damaged, not there any more, or not read. */
  readonly checkpoint: Uint8Array | null;
  readonly environment: Environment;
}

/** Where a run of another experiment begins: in the middle of this one, which is the same up to there. */
export interface Branch extends Divergence {
  readonly checkpoint: Uint8Array;
  readonly experiment: Experiment;
  /** What it is called in the new plan. */
  readonly as: RunKey;
  /** All that was reported of the new plan's runs up to there, by their new names. */
  readonly before: readonly RecordedRun[];
}

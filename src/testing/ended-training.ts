/** One press of Train that has ended, as the page lists it. */
import type { EarlierTraining } from "../client/kept-lists.ts";
import type { Plan } from "../core/experiment.ts";
import type { RunEnd } from "../core/run-end.ts";
import type { TrainingRecord } from "../storage/training-record.ts";

export function endedTraining(
  document: Plan,
  ends: readonly RunEnd[],
  changes: Partial<TrainingRecord> = {},
): EarlierTraining {
  return {
    version: 1,
    id: "one",
    document,
    begunAt: 1,
    changedAt: 2,
    environment: null,
    status: "finished",
    chunks: 1,
    checkpoints: [],
    results: [],
    ends,
    isHeld: false,
    hasTeachers: false,
    ...changes,
  };
}

import type { RunKey } from "./report.ts";

/** A point of a student's training: so many iterations of this stage are done. */
export interface Moment {
  readonly stage: 1 | 2;
  readonly step: number;
}

export interface RunMoment {
  readonly run: RunKey;
  readonly moment: Moment;
}

/** Negative where `a` comes first. */
export function momentOrder(a: Moment, b: Moment): number {
  return a.stage - b.stage || a.step - b.step;
}

export function isSameMoment(a: Moment, b: Moment): boolean {
  return a.stage === b.stage && a.step === b.step;
}

/** The last of `moments`, which are in order, that is not behind `moment`; null where all are. */
export function latestUpTo(moments: readonly Moment[], moment: Moment): Moment | null {
  return moments.findLast((candidate) => momentOrder(candidate, moment) <= 0) ?? null;
}

/** A point of a student's training: so many iterations of this stage are done. */
export interface Moment {
  readonly stage: 1 | 2;
  readonly step: number;
}

/** Negative where `a` comes first. */
export function momentOrder(a: Moment, b: Moment): number {
  return a.stage - b.stage || a.step - b.step;
}

export function isSameMoment(a: Moment, b: Moment): boolean {
  return a.stage === b.stage && a.step === b.step;
}

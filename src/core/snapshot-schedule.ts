/** When a run's weights are kept to be looked at later, and which are let go where memory is short. */
import type { Moment } from "./moment.ts";

/** Close together at first, when much changes. */
const ladder: readonly number[] = [0, 1, 2, 5, 10, 20, 50];

/** The least number of iterations from one snapshot to the next, behind the ladder. */
const leastEvery = 10;

/** What keeping snapshots may cost, as a fraction of the time that training takes. */
const share = 0.02;

export function isDue(step: number, every: number, iterations: number): boolean {
  return ladder.includes(step) || step % every === 0 || step === iterations;
}

/** Whether a snapshot is due at `step` or was behind `before`, the last step that was looked at. */
export function isDueSince(before: number, step: number, every: number, iterations: number): boolean {
  for (let at = before + 1; at <= step; at++) if (isDue(at, every, iterations)) return true;
  return false;
}

/** Iterations between snapshots so that they cost at most 2 % of training: 10, 20, 50, 100 and so on. Times in ms. */
export function everyFor(snapshotMs: number, stepMs: number): number {
  if (!(snapshotMs > 0) || !(stepMs > 0)) return leastEvery;
  const needed = snapshotMs / (share * stepMs);
  for (let decade = leastEvery; ; decade *= 10) {
    for (const factor of [1, 2, 5]) if (decade * factor >= needed) return decade * factor;
  }
}

/** The iterations of stages 1 and 2; a run without stage 1 has 0 of it. */
export type StageIterations = Readonly<Record<1 | 2, number>>;

/**
 * Which of the kept moments, in order, can best be spared: one in the middle, where those left and right of it are closest
 * together (the earliest of equals), and of the ladder only when nothing else is left. Never the first, the last, nor a
 * stage's last. Null where none may go.
 */
export function spare(moments: readonly Moment[], iterations: StageIterations): Moment | null {
  const position = ({ stage, step }: Moment) => (stage === 1 ? step : iterations[1] + step);
  let found: { readonly moment: Moment; readonly isOnLadder: boolean; readonly gap: number } | null = null;
  for (const [index, moment] of moments.entries()) {
    const [before, behind] = [moments[index - 1], moments[index + 1]];
    if (!before || !behind || moment.step === iterations[moment.stage]) continue;
    const [isOnLadder, gap] = [ladder.includes(moment.step), position(behind) - position(before)];
    const isBetter = found === null || (found.isOnLadder === isOnLadder ? gap < found.gap : found.isOnLadder);
    if (isBetter) found = { moment, isOnLadder, gap };
  }
  return found?.moment ?? null;
}

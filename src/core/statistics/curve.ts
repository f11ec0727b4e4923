import { spreadOf, type Spread } from "./spread.ts";

/** Measured points of one run, in the order of their steps: `values[i]` after `steps[i]` steps. */
export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export interface BandPoint extends Spread {
  readonly step: number;
}

/**
 * Several runs as one curve with a band, over everything that was measured. A step is averaged over the runs that measured it,
 * `n` of them; nothing is interpolated.
 */
export function bandOf(curves: readonly Curve[]): BandPoint[] {
  const byStep = new Map<number, number[]>();
  for (const { steps, values } of curves) {
    steps.forEach((step, index) => {
      const here = byStep.get(step);
      if (here) here.push(values[index]!);
      else byStep.set(step, [values[index]!]);
    });
  }
  return [...byStep].toSorted(([a], [b]) => a - b).map(([step, values]) => ({ step, ...spreadOf(values) }));
}

/** The first measured step with at least that value; null where there is none. */
export function stepsToReach({ steps, values }: Curve, target: number): number | null {
  const index = values.findIndex((value) => value >= target);
  return index === -1 ? null : steps[index]!;
}

/** The middle of several counts of steps, where null is never: later than every step. Null when the middle is never. */
export function medianSteps(counts: readonly (number | null)[]): number | null {
  const sorted = counts.map((count) => count ?? Infinity).toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined || upper === Infinity) return null;
  return (lower + upper) / 2;
}

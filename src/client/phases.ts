/** How far a plan is, from its runs' views. */
import type { Stage } from "../core/experiment.ts";
import { workPerStep } from "../core/phases.ts";
import type { Phase } from "../core/plan-phases.ts";
import type { RunKey } from "../core/report.ts";
import type { RunView } from "./run-view.ts";

/** The name under which a run's view is kept. */
export function viewKey({ experiment, seed }: RunKey): string {
  return `${experiment} ${seed}`;
}

export interface Progress {
  /** Training steps over all runs and stages of the plan. */
  readonly done: number;
  readonly total: number;
  /** The phase in progress; null before the first and after the last. */
  readonly phase: Phase | null;
  readonly stepOfPhase: number;
  /** From the steps measured so far; null until there are some. */
  readonly secondsLeft: number | null;
}

export function progressOf(phases: readonly Phase[], views: Readonly<Record<string, RunView>>): Progress {
  let [done, total, millisecondsLeft] = [0, 0, 0];
  let current: Phase | null = null;
  let stepOfPhase = 0;
  const rate = measuredMilliseconds(phases, views);
  for (const phase of phases) {
    const steps = stepsDone(views[viewKey(phase.run)], phase.stage, phase.iterations);
    total += phase.iterations;
    done += steps;
    if (rate !== null) millisecondsLeft += (phase.iterations - steps) * workPerStep(phase) * rate;
    if (views[viewKey(phase.run)]?.done?.stage === phase.stage) [current, stepOfPhase] = [phase, steps];
  }
  const secondsLeft = rate === null ? null : millisecondsLeft / 1000;
  return { done, total, phase: done === total ? null : current, stepOfPhase, secondsLeft };
}

/** How many of a stage's `iterations` are done: all of them where a later one has begun. */
export function stepsDone(view: RunView | undefined, stage: Stage, iterations: number): number {
  if (!view?.done) return 0;
  if (view.done.stage === stage) return view.done.step;
  return view.done.stage > stage ? iterations : 0;
}

/** The iterations that a stage has; null before it has begun, and for ever where the run goes without it. */
export function iterationsOf({ stages }: RunView, stage: Stage): number | null {
  return stages.find((begun) => begun.stage === stage)?.iterations ?? null;
}

/** Milliseconds a multiply-add on a machine, from the latest measured stage; null where nothing was measured. */
export function measuredMilliseconds(
  phases: readonly Phase[],
  views: Readonly<Record<string, RunView>>,
): number | null {
  for (const phase of phases.toReversed()) {
    const milliseconds = views[viewKey(phase.run)]?.stepMilliseconds[phase.stage];
    if (milliseconds !== undefined && milliseconds > 0) return milliseconds / workPerStep(phase);
  }
  return null;
}

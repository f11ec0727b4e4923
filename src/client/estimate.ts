/** What a plan will cost here, before it runs. */
import type { BackendKind } from "../core/backend-kind.ts";
import { memoryOf } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import type { Pace, StageCost } from "../core/phases.ts";
import { gpuPace, guessedSeconds, wasmPace, workOf } from "../core/phases.ts";
import { phasesOf } from "../core/plan-phases.ts";

export interface Estimate {
  readonly multiplyAdds: number;
  readonly steps: number;
  /** At the peak of the largest experiment. */
  readonly bytes: number;
  /** With a rate measured on this machine, or guessed for a machine of either kind. */
  readonly time:
    | { readonly kind: "measured"; readonly backend: BackendKind; readonly seconds: number }
    | { readonly kind: "guess"; readonly gpuSeconds: number | null; readonly wasmSeconds: number };
}

/** Milliseconds a multiply-add on a machine, measured on this machine in an earlier run. */
export interface MeasuredRate {
  readonly backend: BackendKind;
  readonly milliseconds: number;
}

export function estimateOf(plan: Plan, measured: MeasuredRate | null, hasGpuApi: boolean): Estimate {
  const phases = phasesOf(plan);
  const steps = phases.reduce((sum, { iterations }) => sum + iterations, 0);
  const multiplyAdds = multiplyAddsOf(phases);
  const bytes = Math.max(...plan.experiments.map(memoryOf));
  return { multiplyAdds, steps, bytes, time: timeOf(phases, measured, hasGpuApi) };
}

/** What no tab is left open for. */
const mostSeconds = 30 * 86_400;

/** Whether nobody would wait for it, even with the faster of what there may be. */
export function isTooLong(time: Estimate["time"]): boolean {
  const seconds = time.kind === "measured" ? time.seconds : Math.min(time.gpuSeconds ?? Infinity, time.wasmSeconds);
  return seconds > mostSeconds;
}

export function timeOf(
  costs: readonly StageCost[],
  measured: MeasuredRate | null,
  hasGpuApi: boolean,
): Estimate["time"] {
  if (measured) {
    const seconds = (workOf(costs) * measured.milliseconds) / 1000;
    return { kind: "measured", backend: measured.backend, seconds };
  }
  const guess = (pace: Pace) => guessedSeconds(costs, pace);
  return { kind: "guess", gpuSeconds: hasGpuApi ? guess(gpuPace) : null, wasmSeconds: guess(wasmPace) };
}

function multiplyAddsOf(costs: readonly StageCost[]): number {
  return costs.reduce((sum, { iterations, multiplyAddsPerStep }) => sum + iterations * multiplyAddsPerStep, 0);
}

/** What a plan will cost here, before it runs. */
import type { BackendKind } from "../core/backend-kind.ts";
import { memoryOf } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import { gpuPace, guessedSeconds, phasesOf, wasmPace, type Pace } from "../core/phases.ts";

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

/** Milliseconds a multiply-add, measured on this machine in an earlier run. */
export interface MeasuredRate {
  readonly backend: BackendKind;
  readonly milliseconds: number;
}

export function estimateOf(plan: Plan, measured: MeasuredRate | null, hasGpuApi: boolean): Estimate {
  const phases = phasesOf(plan);
  const steps = phases.reduce((sum, { iterations }) => sum + iterations, 0);
  const multiplyAdds = phases.reduce((sum, phase) => sum + phase.iterations * phase.multiplyAddsPerStep, 0);
  const bytes = Math.max(...plan.experiments.map(memoryOf));
  const guess = (pace: Pace) => guessedSeconds(phases, pace);
  return {
    multiplyAdds,
    steps,
    bytes,
    time: measured
      ? { kind: "measured", backend: measured.backend, seconds: (multiplyAdds * measured.milliseconds) / 1000 }
      : { kind: "guess", gpuSeconds: hasGpuApi ? guess(gpuPace) : null, wasmSeconds: guess(wasmPace) },
  };
}

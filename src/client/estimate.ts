/** What a plan will cost here, before it runs. */
import type { BackendKind } from "../core/backend-kind.ts";
import { memoryOf } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import { phasesOf } from "./phases.ts";

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

/** On one core with wasm a step of ResNet-8 at batch 64 took about 0.1 s at width 8 and 0.27 s at width 16. */
const wasm = { perSecond: 8e9, secondsPerStep: 0.03 };
/** A guess for a laptop's GPU: small networks spend their time on the dispatches of a step, not on its arithmetic. */
const gpu = { perSecond: 2e10, secondsPerStep: 0.03 };

export function estimateOf(plan: Plan, measured: MeasuredRate | null, hasGpuApi: boolean): Estimate {
  const phases = phasesOf(plan);
  const steps = phases.reduce((sum, { iterations }) => sum + iterations, 0);
  const multiplyAdds = phases.reduce((sum, phase) => sum + phase.iterations * phase.multiplyAddsPerStep, 0);
  const bytes = Math.max(...plan.experiments.map(memoryOf));
  const guess = (on: typeof wasm) => multiplyAdds / on.perSecond + steps * on.secondsPerStep;
  return {
    multiplyAdds,
    steps,
    bytes,
    time: measured
      ? { kind: "measured", backend: measured.backend, seconds: (multiplyAdds * measured.milliseconds) / 1000 }
      : { kind: "guess", gpuSeconds: hasGpuApi ? guess(gpu) : null, wasmSeconds: guess(wasm) },
  };
}

/** Makes the lab's kernels known to tfjs. */
import { registerComposedBatchNorm } from "./batch-norm/composed.ts";
import { registerBatchNormGradient } from "./batch-norm/kernel.ts";
import { registerComposedCrossEntropy } from "./cross-entropy/composed.ts";
import { registerCrossEntropyGradient } from "./cross-entropy/kernel.ts";
import { registerComposedFsp } from "./fsp/composed.ts";
import { registerFspGradients } from "./fsp/kernel.ts";
import { registerMeanGradient } from "./mean/gradient.ts";
import { registerComposedMomentum } from "./momentum/kernel.ts";

export function registerGradients(): void {
  registerBatchNormGradient();
  registerFspGradients();
  registerCrossEntropyGradient();
  registerMeanGradient();
}

/** The lab's kernels from stock ops; a backend's own replace them where it has any. */
export function registerComposedKernels(backendName: string): void {
  registerComposedBatchNorm(backendName);
  registerComposedFsp(backendName);
  registerComposedCrossEntropy(backendName);
  registerComposedMomentum(backendName);
}

/** The kernel of every call. */
import { batchNormGradDispatches } from "../batch-norm/webgpu-grad.ts";
import { batchNormDispatches, batchNormInferenceDispatches } from "../batch-norm/webgpu.ts";
import { convDispatches, convFilterGradDispatches, convInputGradDispatches } from "../convolution/webgpu.ts";
import { crossEntropyDispatches } from "../cross-entropy/webgpu.ts";
import { denseDispatches, denseGradDispatches } from "../dense/webgpu.ts";
import { fspGradDispatches } from "../fsp/webgpu-grad.ts";
import { fspLossDispatches } from "../fsp/webgpu-loss.ts";
import { fspDispatches } from "../fsp/webgpu.ts";
import { gatherDispatches } from "../gather/webgpu.ts";
import { globalAvgPoolDispatches, globalAvgPoolGradDispatches } from "../global-average-pool/webgpu.ts";
import { momentumDispatches } from "../momentum/webgpu.ts";
import type { Call } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "./dispatch.ts";
import { reportDispatches } from "./report.ts";

export function dispatchesOf(call: Call, context: DispatchContext): Dispatch[] {
  switch (call.op) {
    case "gather":
      return gatherDispatches(call, context);
    case "conv":
      return convDispatches(call, context);
    case "convInputGrad":
      return convInputGradDispatches(call, context);
    case "convFilterGrad":
      return convFilterGradDispatches(call, context);
    case "batchNorm":
      return batchNormDispatches(call, context);
    case "batchNormInference":
      return batchNormInferenceDispatches(call);
    case "batchNormGrad":
      return batchNormGradDispatches(call, context);
    case "globalAvgPool":
      return globalAvgPoolDispatches(call, context);
    case "globalAvgPoolGrad":
      return globalAvgPoolGradDispatches(call, context);
    case "dense":
      return denseDispatches(call, context);
    case "denseGrad":
      return denseGradDispatches(call, context);
    case "crossEntropy":
      return crossEntropyDispatches(call, context);
    case "fsp":
      return fspDispatches(call, context);
    case "fspGrad":
      return fspGradDispatches(call, context);
    case "fspLoss":
      return fspLossDispatches(call, context);
    case "momentum":
      return momentumDispatches(call);
    case "report":
      return reportDispatches(call, context);
    default:
      return call satisfies never;
  }
}

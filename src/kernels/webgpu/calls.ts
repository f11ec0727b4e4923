/** The kernel of every call. */
import type { Call } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "./dispatch.ts";
import { reportDispatches } from "./report.ts";

export function dispatchesOf(call: Call, context: DispatchContext): Dispatch[] {
  switch (call.op) {
    case "report":
      return reportDispatches(call, context);
    case "conv":
    case "convInputGrad":
    case "convFilterGrad":
    case "gather":
    case "batchNorm":
    case "batchNormInference":
    case "batchNormGrad":
    case "globalAvgPool":
    case "globalAvgPoolGrad":
    case "dense":
    case "denseGrad":
    case "crossEntropy":
    case "fsp":
    case "fspGrad":
    case "fspLoss":
    case "momentum":
      throw new Error(`webgpu: ${call.op} has no kernel yet`);
    default:
      return call satisfies never;
  }
}

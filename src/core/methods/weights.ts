/** How much of a stage's loss is learned from the teacher: one setting of each method and stage. */
import type { Method } from "../experiment.ts";

export type WeightSetting = "lambda" | "hintWeight" | "share" | "softWeight" | "beta" | "gamma";

/** Null where the stage learns nothing from the teacher. */
export function weightOf(
  method: Method,
  stage: 1 | 2,
): { readonly setting: WeightSetting; readonly value: number } | null {
  switch (method.kind) {
    case "none":
    case "copy":
      return null;
    case "fsp":
      return stage === 1 ? { setting: "lambda", value: method.lambda } : null;
    case "fsp-joint":
      return stage === 2 ? { setting: "lambda", value: method.lambda } : null;
    case "fsp-kd":
      return stage === 1 ? { setting: "lambda", value: method.lambda } : { setting: "share", value: method.share };
    case "kd":
      return stage === 2 ? { setting: "share", value: method.share } : null;
    case "fitnets":
      return stage === 1
        ? { setting: "hintWeight", value: method.hintWeight }
        : { setting: "softWeight", value: method.softWeight };
    case "at":
      return stage === 2 ? { setting: "beta", value: method.beta } : null;
    case "sp":
      return stage === 2 ? { setting: "gamma", value: method.gamma } : null;
    default:
      return method satisfies never;
  }
}

/** With that weight as 1, all along: what conventions and temperatures make of the loss stays in. */
export function unweighted(method: Method, stage: 1 | 2): Method {
  if (weightOf(method, stage) === null) return method;
  switch (method.kind) {
    case "none":
    case "copy":
      return method;
    case "fsp":
      return { ...method, lambda: 1, pairLambda: {} };
    case "fsp-joint":
      return { ...method, lambda: 1, pairLambda: {}, lambdaEnd: 1 };
    case "fsp-kd":
      return stage === 1 ? { ...method, lambda: 1, pairLambda: {} } : { ...method, share: 1 };
    case "kd":
      return { ...method, share: 1 };
    case "fitnets":
      return stage === 1 ? { ...method, hintWeight: 1 } : { ...method, softWeight: 1, softWeightEnd: 1 };
    case "at":
      return { ...method, beta: 1 };
    case "sp":
      return { ...method, gamma: 1 };
    default:
      return method satisfies never;
  }
}

/** The methods, each with what its stages learn from the teacher. A new one adds its lines here. */
import type { Method } from "../../core/experiment.ts";
import { attentionTransfer } from "./at.ts";
import { hintedTask, hints } from "./fitnets.ts";
import { fspAlone, fspBesideTask } from "./fsp.ts";
import type { Given, Guidance } from "./guidance.ts";
import { softLogits } from "./kd.ts";
import { similarityPreserving } from "./sp.ts";

/** Null where the stage learns from the labels alone, or is not there. The caller disposes its adapters. */
export function guidanceOf(method: Method, stage: 1 | 2, given: Given): Guidance | null {
  switch (method.kind) {
    case "none":
    case "copy":
      return null;
    case "fsp":
      return stage === 1 ? fspAlone(given.fsp!) : null;
    case "fsp-joint":
      return stage === 1 ? null : fspBesideTask(given.fsp!, method.lambdaEnd, given.iterations);
    case "fsp-kd":
      return stage === 1 ? fspAlone(given.fsp!) : softLogits(method, given);
    case "kd":
      return stage === 1 ? null : softLogits(method, given);
    case "fitnets":
      return stage === 1 ? hints(method, given) : hintedTask(method, given);
    case "at":
      return stage === 1 ? null : attentionTransfer(method, given);
    case "sp":
      return stage === 1 ? null : similarityPreserving(method, given);
    default:
      return method satisfies never;
  }
}

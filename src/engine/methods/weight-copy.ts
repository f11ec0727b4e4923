/** The weights that a student begins with. */
import type { Method } from "../../core/experiment.ts";
import { copiedParameters } from "../../core/methods/copy.ts";
import type { Network } from "../../core/network.ts";
import type { WeightArrays } from "../../models/weights.ts";
import { initialWeights } from "../../models/weights.ts";
import type { TrainedTeacher } from "../trained-teacher.ts";

/** Initial ones, of method copy but for those that the teacher has too, which are the teacher's. */
export function firstWeights(
  method: Method,
  network: Network,
  teacher: TrainedTeacher | null,
  seed: number,
): WeightArrays {
  const weights = initialWeights(network, "student", seed);
  if (method.kind !== "copy" || !teacher) return weights;
  for (const name of copiedParameters(method, teacher.network, network))
    weights.set(name, teacher.weights.get(name)!.slice());
  return weights;
}

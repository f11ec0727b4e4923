/** Every method beside the plain student, with an equal stage 2, in small. */
import { defaultPlan } from "../defaults.ts";
import type { Experiment, Method, Plan } from "../experiment.ts";
import { usualMethods } from "./usual.ts";

const { fitnets, fsp } = usualMethods;

/** Each with the name that its experiments have. */
export const methodVariants: readonly (readonly [name: string, method: Method])[] = [
  ["plain", usualMethods.none],
  ["soft-logits", usualMethods.kd],
  ["fitnets-1-hint", fitnets],
  ["fitnets-3-hints", { ...fitnets, layers: "all" }],
  ["attention", usualMethods.at],
  ["similarity", usualMethods.sp],
  ["fsp", fsp],
  ["fsp-shuffled", { ...fsp, shuffled: true }],
  ["fsp-joint", usualMethods["fsp-joint"]],
  ["fsp-then-soft-logits", usualMethods["fsp-kd"]],
  ["weight-copy", usualMethods.copy],
];

/** All but the method as in `base`. */
export function methodsSmall(base: Experiment): Plan {
  return {
    ...defaultPlan,
    name: "methods-small",
    baseline: "plain",
    experiments: methodVariants.map(([name, method]) => ({ ...base, name, method })),
  };
}

/** What each method is where nobody says more. */
import { defaultExperiment } from "../defaults.ts";
import type { FspMethod, Method, MethodKind } from "../experiment.ts";
import { usualAt } from "./at.ts";
import { usualFitnets } from "./fitnets.ts";
import { usualKd, usualSoft } from "./kd.ts";
import { usualSp } from "./sp.ts";

type UsualMethods = { readonly [Kind in MethodKind]: Extract<Method, { kind: Kind }> };

const usualFsp = ((): FspMethod => {
  if (defaultExperiment.method.kind !== "fsp")
    throw new Error("methods: the default experiment has changed its method");
  return defaultExperiment.method;
})();
const { schedule: _, ...matrices } = usualFsp;

export const usualMethods: UsualMethods = {
  none: { kind: "none" },
  fsp: usualFsp,
  /** With the task's rate of 0.1 the matrices pull as hard as in stage 1, whose rate is 0.001. */
  "fsp-joint": { ...matrices, kind: "fsp-joint", lambda: 0.01, lambdaEnd: 0 },
  "fsp-kd": { ...usualFsp, kind: "fsp-kd", ...usualSoft },
  kd: usualKd,
  fitnets: usualFitnets,
  at: usualAt,
  sp: usualSp,
  copy: { kind: "copy" },
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets that they are kinds
export const methodKinds = Object.keys(usualMethods) as readonly MethodKind[];

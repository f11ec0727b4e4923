import { defaultExperiment, defaultPlan } from "../../src/core/defaults.ts";
import type { Plan } from "../../src/core/experiment.ts";
import { resnetDepths } from "../../src/core/families/resnet.ts";

/** As many experiments and seeds as a plan may have, on networks of every depth; a teacher for each. */
export const largestPlan: Plan = {
  ...defaultPlan,
  name: "largest",
  seeds: Array.from({ length: 100 }, (_, seed) => seed),
  experiments: Array.from({ length: 64 }, (_, index) => ({
    ...defaultExperiment,
    name: `experiment-${index}`,
    teacher: { ...defaultExperiment.teacher, seed: index },
    student: { kind: "resnet", depth: resnetDepths[index % resnetDepths.length]!, width: 8 },
  })),
};

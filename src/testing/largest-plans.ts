/** Plans that have as much of something as a plan may have. */
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { CustomSpec, Plan, TeacherRecipe } from "../core/experiment.ts";
import { mostExperiments, mostSeeds, mostTrials } from "../core/experiment.ts";
import { resnetDepths } from "../core/families/resnet.ts";

const count = <T>(length: number, of: (index: number) => T): T[] => Array.from({ length }, (_, index) => of(index));

/** Of experiments and seeds, on networks of every depth; a teacher for each. */
export const largestPlan: Plan = {
  ...defaultPlan,
  name: "largest",
  seeds: count(mostSeeds, (seed) => seed),
  experiments: count(mostExperiments, (index) => ({
    ...defaultExperiment,
    name: `experiment-${index}`,
    teacher: { ...defaultExperiment.teacher, seed: index },
    student: { kind: "resnet", depth: resnetDepths[index % resnetDepths.length]!, width: 8 },
  })),
};

const rates = count(16, (index) => 0.01 * (index + 1));

/** Of trials of rates. */
export const largestSweep: Plan = {
  ...largestPlan,
  sweep: {
    rates,
    seeds: count(Math.floor(mostTrials / mostExperiments / rates.length), (index) => mostSeeds + index),
    iterations: null,
  },
};

/** Two networks an experiment, drawn by hand, with so many blocks in each of the sections. */
export function drawnPlan(blocks: number): Plan {
  const block = {
    type: "double",
    channels: 2,
    kernel: 3,
    stride: 1,
    norm: "batch",
    shortcut: "none",
    pool: "none",
    dropout: 0.1,
  } as const;
  const network = (stem: number): CustomSpec => ({
    kind: "custom",
    stem,
    sections: count(8, () => ({ blocks: count(blocks, () => block) })),
  });
  return {
    ...largestPlan,
    experiments: largestPlan.experiments.map((experiment, index) => ({
      ...experiment,
      // Each of its own, so that none can be had from another.
      teacher: { ...(experiment.teacher as TeacherRecipe), network: network(1 + index) },
      student: network(1 + index),
    })),
  };
}

/** Of characters. */
export const largestDrawnPlan = drawnPlan(3);

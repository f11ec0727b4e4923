/** Plans that take longer than anybody waits at a page; the command line knows them by name. */
import { plainWithEqualStage2, plainWithEqualTotal } from "./budgets.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import type { Experiment, FspMethod, Plan } from "./experiment.ts";

const { method: usual, task, teacher } = defaultExperiment;
if (usual.kind !== "fsp" || teacher.kind !== "recipe")
  throw new Error("studies: the default experiment has changed its kind");

/** Iterations and images so few that 5 seeds and their sweeps end within an hour on two cores. */
const fsp: Experiment = {
  ...defaultExperiment,
  name: "fsp",
  data: { kind: "fashion-mnist", training: 10_000, validation: 1000, test: 5000 },
  teacher: { ...teacher, augment: { crop: false, flip: false } },
  augment: { crop: false, flip: false },
  task: { ...task, iterations: 500, drops: [262, 381] },
  evaluateEvery: 50,
};

const withFsp = (name: string, changes: Partial<FspMethod>): Experiment => ({
  ...fsp,
  name,
  method: { ...usual, ...changes },
});

/** Methods against the plain student, each with the rate that serves it best. */
const methods: Plan = {
  ...defaultPlan,
  name: "methods",
  seeds: [1, 2, 3, 4, 5],
  baseline: "plain",
  experiments: [
    plainWithEqualStage2(fsp, "plain"),
    plainWithEqualTotal(fsp, "plain-equal-total"),
    fsp,
    withFsp("fsp-cka", { remedy: { kind: "cka" } }),
  ],
  // Of a seed that is none of the comparison's, so that no run was chosen by its own validation images.
  sweep: { rates: [0.02, 0.05, 0.1, 0.2], seeds: [100], iterations: null },
};

export const studies: ReadonlyMap<string, Plan> = new Map([[methods.name, methods]]);

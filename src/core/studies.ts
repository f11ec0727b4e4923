/** Plans that take longer than anybody waits at a page; the command line knows them by name. */
import { plainWithEqualStage2, plainWithEqualTotal } from "./budgets.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import type { Experiment, Method, Plan, TeacherRecipe } from "./experiment.ts";
import { usualMethods } from "./methods/usual.ts";
import { paperTables } from "./paper/presets.ts";
import { stretched } from "./schedule.ts";

const { at, fitnets, kd } = usualMethods;
const { method, teacher, task } = defaultExperiment;
if (method.kind !== "fsp" || teacher.kind !== "recipe")
  throw new Error("studies: the default experiment has changed its kind");
const still = { crop: false, flip: false };

/** Three epochs of a third of the images: one seed of all, without sweeps, takes about 400 s of one core. */
const recipe: TeacherRecipe = { ...teacher, augment: still, schedule: stretched(teacher.schedule, 2000) };
const fsp: Experiment = {
  ...defaultExperiment,
  name: "fsp",
  data: { kind: "fashion-mnist", training: 20_000, validation: 1000, test: 10_000 },
  teacher: recipe,
  augment: still,
  method: { ...method, schedule: stretched(method.schedule, 300) },
  task: stretched(task, 1000),
  evaluateEvery: 50,
};

const withMethod = (name: string, changed: Method): Experiment => ({ ...fsp, name, method: changed });

const withFitnets = withMethod("fitnets", { ...fitnets, schedule: stretched(fitnets.schedule, 500) });

/** Methods against the plain student, each with the rate of stage 2 that serves it best. */
const methods: Plan = {
  ...defaultPlan,
  name: "methods-tuned",
  seeds: [1, 2, 3, 4, 5],
  baseline: "plain",
  experiments: [
    plainWithEqualStage2(fsp, "plain"),
    plainWithEqualTotal(fsp, "plain-equal-total-1300"),
    plainWithEqualTotal(withFitnets, "plain-equal-total-1500"),
    fsp,
    withFitnets,
    withMethod("soft-logits", kd),
    withMethod("attention", at),
  ],
  // With a seed that is none of the comparison's: no run is chosen by what it was itself. Of 0.02 to 0.2 every one took 0.2.
  sweep: { rates: [0.05, 0.1, 0.2, 0.4, 0.8], seeds: [100], iterations: null },
};

export const studies: ReadonlyMap<string, Plan> = new Map([[methods.name, methods], ...paperTables]);

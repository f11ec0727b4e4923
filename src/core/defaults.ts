/** What a setting is when a document or a link does not say. Version 1 is frozen: links hold differences from it. */
import { defaultFirstTap } from "./pairs.ts";
import type { Experiment, Plan, Schedule, Teacher } from "./experiment.ts";

/** Rates, factor, momentum, decay and the places of the drops are the paper's; the iterations are a browser's, not the paper's 21,000. */
const paperSchedule = { drops: [], factor: 0.1, momentum: 0.9, decay: 1e-4 };

const taskSchedule: Schedule = { ...paperSchedule, iterations: 300, rate: 0.1, drops: [157, 229] };
const fspSchedule: Schedule = { ...paperSchedule, iterations: 200, rate: 0.001, drops: [105, 152] };
const teacherSchedule: Schedule = { ...paperSchedule, iterations: 1000, rate: 0.1, drops: [500, 750] };

const teacher: Teacher = {
  kind: "recipe",
  seed: 1,
  network: { kind: "resnet", depth: 14, width: 8 },
  data: null,
  batch: 64,
  augment: { crop: true, flip: false },
  schedule: teacherSchedule,
};

/** The paper's numbers where it gives them; `lambda` and `batch` are ours, because it is silent on both. */
export const defaultExperiment: Experiment = {
  kind: "experiment",
  version: 1,
  name: "experiment",
  data: { kind: "fashion-mnist", training: 10_000, validation: 1000, test: 2000 },
  teacher,
  student: { kind: "resnet", depth: 8, width: 8 },
  method: { kind: "fsp", firstTap: defaultFirstTap, lambda: 1, pairLambda: {}, schedule: fspSchedule },
  batch: 64,
  augment: { crop: true, flip: false },
  task: taskSchedule,
  evaluateEvery: 50,
};

export const defaultPlan: Omit<Plan, "experiments"> = {
  kind: "plan",
  version: 1,
  name: "plan",
  seeds: [1],
  baseline: null,
  teacherPerSeed: false,
};

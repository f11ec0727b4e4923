/** What a run needs, for tests in Node: the lab's own files from the disk, no clock, no waiting. */
import { readFile } from "node:fs/promises";
import { defaultExperiment } from "../core/defaults.ts";
import { toPlan } from "../core/document.ts";
import type { Experiment, FspMethod, TeacherRecipe } from "../core/experiment.ts";
import type { BackendKind } from "../core/backend-kind.ts";
import type { Report, Result } from "../core/report.ts";
import type { PlanParts, PlanReports } from "../engine/plan-run.ts";
import { runOne } from "../engine/plan-run.ts";
import { sourcesFrom } from "../engine/sources.ts";
import { latestBackend } from "./backends.ts";
import { takenReports } from "./page-takes.ts";

const publicFolder = new URL("../../public/", import.meta.url);

/** On the backend that was opened last, of this kind. */
export function testParts(backend: BackendKind): PlanParts {
  return {
    get openMachine() {
      return latestBackend()?.openMachine ?? null;
    },
    patienceMs: () => 0,
    environment: { lab: "test", tfjs: "4.22.0", backend, engine: "fast", adapter: null, software: false },
    now: () => 0,
    breathe: async () => {},
    settle: async () => {},
    ...sourcesFrom(
      (path) => readFile(new URL(path, publicFolder)),
      async () => null,
      async () => null,
      () => {},
    ),
  };
}

const still = { crop: false, flip: false };
const { schedule } = defaultExperiment.method as FspMethod;

const recipe: TeacherRecipe = {
  kind: "recipe",
  seed: 1,
  network: { kind: "resnet", depth: 14, width: 4 },
  data: null,
  batch: 8,
  augment: still,
  schedule: { ...schedule, iterations: 2, rate: 0.05, drops: [] },
};
const fsp: FspMethod = {
  kind: "fsp",
  firstTap: "section-input",
  lambda: 1,
  pairLambda: {},
  schedule: { ...schedule, iterations: 3, drops: [2] },
};

/** As small as an experiment can be and still have every part: drawn images, a few steps a stage. */
export const tinyExperiment: Experiment = {
  ...defaultExperiment,
  name: "tiny",
  data: { kind: "shapes", training: 32, validation: 16, test: 16, classes: 6, difficulty: 0, seed: 1 },
  teacher: recipe,
  student: { kind: "resnet", depth: 8, width: 4 },
  method: fsp,
  batch: 8,
  augment: { crop: true, flip: true },
  task: { ...schedule, iterations: 4, rate: 0.05, drops: [3] },
  evaluateEvery: 2,
};

/** Its teacher and method as the variants that they are. */
export const tinyExperimentParts = { recipe, fsp };

/** All that a run reports, iteration by iteration. */
export async function ticksOf(experiment: Experiment, seed: number, parts: PlanParts): Promise<PlanReports[]> {
  const ticks: PlanReports[] = [];
  for await (const tick of runOne(toPlan(experiment), experiment, seed, new Map(), null, parts)) {
    takenReports(tick.reports);
    ticks.push(tick);
  }
  return ticks;
}

export function reportsIn(ticks: readonly { readonly reports: readonly Report[] }[]): Report[] {
  return ticks.flatMap((tick) => tick.reports);
}

export function resultIn(reports: readonly Report[]): Result {
  const finished = reports.find((report) => report.type === "finished");
  if (!finished) throw new Error("the run has no result");
  return finished.result;
}

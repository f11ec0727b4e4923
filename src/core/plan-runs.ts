/** Which runs a plan makes, and which of them share a teacher: the engine acts on it, the page counts by it. */
import { canonicalJson } from "./canonical.ts";
import type { Experiment, Plan } from "./experiment.ts";
import { needsTeacher } from "./methods/facts.ts";
import type { RunKey } from "./report.ts";

/** How often a teacher's validation accuracy is measured while it is trained; it decides nothing. */
export const evaluationsPerTeacher = 10;

/** The runs of a plan in the order in which they are made. */
export function runsOf(plan: Plan): { readonly run: RunKey; readonly experiment: Experiment }[] {
  return plan.seeds.flatMap((seed) =>
    plan.experiments.map((experiment) => ({ run: { experiment: experiment.name, seed }, experiment })),
  );
}

/** Which trained teacher an experiment uses; equal keys share one. */
export function teacherKey(plan: Plan, experiment: Experiment, seed: number): string {
  const { teacher } = experiment;
  return `${recipeOf(experiment)} ${plan.teacherPerSeed && teacher.kind === "recipe" ? teacher.seed + seed : ""}`;
}

/** The seed from which a recipe's teacher is trained for the runs with this seed. */
export function teacherSeed({ teacherPerSeed }: Plan, { teacher }: Experiment, seed: number): number {
  if (teacher.kind !== "recipe") throw new Error(`The teacher "${teacher.name}" is not trained here.`);
  return teacherPerSeed ? teacher.seed + seed : teacher.seed;
}

/** Whether its runs have a teacher: its method needs one, or one is at hand anyway to compare matrices with. */
export function hasTeacher(plan: Plan, experiment: Experiment): boolean {
  const recipe = recipeOf(experiment);
  return (
    experiment.teacher.kind !== "recipe" ||
    plan.experiments.some((other) => needsTeacher(other.method) && recipeOf(other) === recipe)
  );
}

/** A plan asks for them once for each of its up to 6,400 runs. */
const recipes = new WeakMap<Experiment, string>();

/** The teacher and what it is trained on, as text. */
function recipeOf(experiment: Experiment): string {
  const known = recipes.get(experiment);
  if (known !== undefined) return known;
  const { teacher, data } = experiment;
  const recipe = canonicalJson({ teacher, data: teacher.kind === "recipe" && teacher.data ? teacher.data : data });
  recipes.set(experiment, recipe);
  return recipe;
}

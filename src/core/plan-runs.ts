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
  const recipe = recipeOf(experiment);
  return plan.teacherPerSeed && teacher.kind === "recipe" ? `${recipe}${teacher.seed + seed}` : recipe;
}

/** The seed from which a recipe's teacher is trained for the runs with this seed. */
export function teacherSeed({ teacherPerSeed }: Plan, { teacher }: Experiment, seed: number): number {
  if (teacher.kind !== "recipe") throw new Error(`The teacher "${teacher.name}" is not trained here.`);
  return teacherPerSeed ? teacher.seed + seed : teacher.seed;
}

/** Whether its runs have a teacher: its method needs one, or one is at hand anyway to compare matrices with. */
export function hasTeacher({ experiments }: Plan, experiment: Experiment): boolean {
  return experiment.teacher.kind !== "recipe" || taughtBy(experiments).has(recipeOf(experiment));
}

/** Of a plan's experiments. */
const taught = new WeakMap<readonly Experiment[], ReadonlySet<string>>();

/** The recipes of the teachers that methods need. */
function taughtBy(experiments: readonly Experiment[]): ReadonlySet<string> {
  const known = taught.get(experiments);
  if (known) return known;
  const own = new Set(experiments.filter(({ method }) => needsTeacher(method)).map(recipeOf));
  taught.set(experiments, own);
  return own;
}

/** A plan asks for them once for each of its up to 6,400 runs. */
const recipes = new WeakMap<Experiment, string>();

/** The teacher and what it is trained on, as text; teachers are kept under it, so it never changes. */
function recipeOf(experiment: Experiment): string {
  const known = recipes.get(experiment);
  if (known !== undefined) return known;
  const { teacher, data } = experiment;
  const of = { teacher, data: teacher.kind === "recipe" && teacher.data ? teacher.data : data };
  const recipe = `${canonicalJson(of)} `;
  recipes.set(experiment, recipe);
  return recipe;
}

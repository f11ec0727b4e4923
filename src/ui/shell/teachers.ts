/** The teachers of a plan's runs, each once, however many runs learn from it. */
import type { Views } from "../../client/live-run.ts";
import { viewKey } from "../../client/phases.ts";
import type { RunView } from "../../client/run-view.ts";
import type { Plan, Teacher } from "../../core/experiment.ts";
import { hasTeacher, runsOf, teacherKey } from "../../core/plan-runs.ts";

export interface TeacherView {
  readonly key: string;
  readonly teacher: Teacher;
  /** The one that it was trained from here; null for a teacher that came trained. */
  readonly seed: number | null;
  /** Of the first run that has it: each of them is told the same of it. */
  readonly view: RunView;
}

/** Only those of runs that have begun. */
export function teachersOf(plan: Plan, views: Views): TeacherView[] {
  const found = new Map<string, TeacherView>();
  const withTeacher = new Set(plan.experiments.filter((experiment) => hasTeacher(plan, experiment)));
  for (const { run, experiment } of runsOf(plan)) {
    const view = views[viewKey(run)];
    if (!view || !withTeacher.has(experiment)) continue;
    const key = teacherKey(plan, experiment, run.seed);
    const { teacher } = experiment;
    const seed = teacher.kind === "recipe" ? teacher.seed + (plan.teacherPerSeed ? run.seed : 0) : null;
    if (!found.has(key)) found.set(key, { key, teacher, seed, view });
  }
  return [...found.values()];
}

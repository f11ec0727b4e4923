import type { Views } from "../../client/live-run.ts";
import { viewKey } from "../../client/phases.ts";
import type { Plan } from "../../core/experiment.ts";
import { distanceOf } from "../compared/compared-by.ts";
import type { CurveRun } from "../curves/curve-run.ts";
import type { Messages } from "../messages/messages.ts";
import { teachersOf } from "./teachers.ts";

/** The runs of a plan that have begun, in the order that gives each its letter and its line. */
export function curveRuns({ regions }: Messages, plan: Plan, views: Views, recorded: boolean): CurveRun[] {
  return plan.experiments.flatMap((experiment) =>
    plan.seeds.flatMap((seed): CurveRun[] => {
      const view = views[viewKey({ experiment: experiment.name, seed })];
      if (!view) return [];
      const label = plan.seeds.length > 1 ? regions.seedOf(experiment.name, seed) : regions.experiment(experiment.name);
      const role = experiment.method.kind === "none" ? "baseline" : "student";
      return [{ view, label, role, distance: distanceOf(experiment), recorded }];
    }),
  );
}

/** The teachers that were trained here, or whose training was recorded. */
export function teacherCurveRuns({ regions }: Messages, plan: Plan, views: Views, recorded: boolean): CurveRun[] {
  const trained = teachersOf(plan, views).filter(({ view }) => view.curves.teacherLoss.values.length > 0);
  return trained.map(({ teacher: { network }, seed, view }) => {
    const name = regions.teacherOf(network);
    const label = trained.length > 1 && seed !== null ? regions.seedOf(name, seed) : name;
    return { view, label, role: "teacher", distance: "fsp", recorded };
  });
}

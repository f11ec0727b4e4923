import type { Views } from "../../client/live-run.ts";
import { viewKey } from "../../client/phases.ts";
import type { Plan } from "../../core/experiment.ts";
import type { CurveRun } from "../curves/curve-run.ts";
import type { Messages } from "../messages/messages.ts";

/** The runs of a plan that have begun, in the order that gives each its letter and its line. */
export function curveRuns({ regions }: Messages, plan: Plan, views: Views, recorded: boolean): CurveRun[] {
  return plan.experiments.flatMap((experiment) =>
    plan.seeds.flatMap((seed): CurveRun[] => {
      const view = views[viewKey({ experiment: experiment.name, seed })];
      if (!view) return [];
      const label = plan.seeds.length > 1 ? regions.seedOf(experiment.name, seed) : experiment.name;
      return [{ view, label, role: experiment.method.kind === "none" ? "baseline" : "student", recorded }];
    }),
  );
}

import { viewKey } from "../../client/phases.ts";
import type { KeptReference } from "../../client/reference.ts";
import { ownRun } from "../../client/reference.ts";
import type { Views } from "../../client/live-run.ts";
import { emptyView } from "../../client/run-view.ts";
import type { RunView } from "../../client/run-view.ts";
import type { Plan } from "../../core/experiment.ts";
import type { Comparison, ReferenceRun } from "../../core/reproduction.ts";
import { comparisonOf } from "../../core/reproduction.ts";

export interface ComparedRun {
  readonly theirs: ReferenceRun;
  readonly view: RunView;
  readonly comparison: Comparison;
}

/** Each run of the plan that the reference has, in its order. */
export function comparedRuns(reference: KeptReference, plan: Plan, views: Views): ComparedRun[] {
  const testImages = new Map(plan.experiments.map(({ name, data }) => [name, data.test]));
  return reference.runs.flatMap((theirs) => {
    const images = testImages.get(theirs.run.experiment);
    if (images === undefined || !plan.seeds.includes(theirs.run.seed)) return [];
    const view = views[viewKey(theirs.run)] ?? emptyView(theirs.run);
    return [{ theirs, view, comparison: comparisonOf(reference, theirs, ownRun(view), images) }];
  });
}

/** Of all together: one that differs is enough, and all must have ended to be reproduced. Null while it is open. */
export function verdictOf(runs: readonly ComparedRun[]): "reproduced" | "differs" | null {
  if (runs.some(({ comparison }) => comparison.numbers === "differs")) return "differs";
  return runs.length > 0 && runs.every(({ comparison }) => comparison.numbers === "reproduced") ? "reproduced" : null;
}

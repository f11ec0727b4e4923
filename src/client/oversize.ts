/** A document that needs more memory than there is, and what makes it fit. */
import type { Document } from "../core/experiment.ts";
import type { PlanProblem } from "../core/plan-problem.ts";
import type { Changes } from "./settings.ts";
import { setupOf } from "./settings.ts";
import { narrowerFor, setupProblemOf, smallerBatchFor } from "./setup-problem.ts";

export interface Oversize {
  readonly problem: PlanProblem;
  /** Null where neither a smaller batch nor fewer channels help. */
  readonly fitting: { readonly batch: number | null; readonly changes: Changes } | null;
}

/** Null where it fits. */
export function oversizeOf(document: Document): Oversize | null {
  const setup = setupOf(document);
  const problem = setupProblemOf(setup);
  if (problem?.problem.code !== "memory") return null;
  const batch = smallerBatchFor(setup);
  const changes = batch === null ? narrowerFor(setup) : { batch };
  return { problem, fitting: changes && { batch, changes } };
}

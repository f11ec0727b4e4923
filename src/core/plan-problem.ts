/** Why a plan cannot be trained, and whose settings are in the way. */
import { BadInput } from "./bad-input.ts";
import { toDocument } from "./document.ts";
import type { Document, Plan } from "./experiment.ts";
import { setToGive } from "./paper/presets.ts";
import type { Problem } from "./problem.ts";

export interface PlanProblem {
  readonly problem: Problem;
  /** The name of the experiment whose settings it is of; null where it is of none, or where these are on screen. */
  readonly experiment: string | null;
}

/** Null where it can be trained; else of its first experiment that cannot, or of the plan around them. */
export function problemOfPlan(plan: Plan): PlanProblem | null {
  const ofPlan = problemOfDocument(plan);
  if (ofPlan === null) {
    const set = setToGive(plan);
    return set === null ? null : { problem: { code: "data-to-give", set }, experiment: null };
  }
  // Each by itself, because then its settings are named without a plan around them.
  for (const experiment of plan.experiments) {
    const problem = problemOfDocument(experiment);
    if (problem) return { problem, experiment: experiment.name };
  }
  return { problem: ofPlan, experiment: null };
}

/** Null where there is nothing wrong in it; whether its images are here is not asked. */
export function problemOfDocument(document: Document): Problem | null {
  try {
    toDocument(document);
    return null;
  } catch (error) {
    if (error instanceof BadInput) return error.problem;
    throw error;
  }
}

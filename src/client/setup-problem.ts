/** What keeps a set-up from being trained and from being sent. */
import { BadInput } from "../core/bad-input.ts";
import { toDocument, toPlan } from "../core/document.ts";
import { setToGive } from "../core/paper/presets.ts";
import type { Problem } from "../core/problem.ts";
import type { Setup } from "./settings.ts";
import { documentFor, leadOf, planOf } from "./settings.ts";

export interface SetupProblem {
  readonly problem: Problem;
  /** Whose settings it is of; null where these are on screen, or where it is of the whole plan. */
  readonly experiment: string | null;
}

/** Null where there is nothing wrong. */
export function setupProblemOf(setup: Setup): SetupProblem | null {
  const ofPlan = problemOfDocument(toPlan(documentFor(setup)));
  if (ofPlan === null) {
    const set = setToGive(planOf(setup));
    return set === null ? null : { problem: { code: "data-to-give", set }, experiment: null };
  }
  // Each by itself, because then its settings are named without a plan around them.
  const plan = planOf(setup);
  const lead = leadOf(plan);
  for (const experiment of [lead, ...plan.experiments]) {
    const problem = problemOfDocument(experiment);
    if (problem) return { problem, experiment: experiment === lead ? null : experiment.name };
  }
  return { problem: ofPlan, experiment: null };
}

/** The largest batch, halved from the present one, with which a step fits into memory; null where none does, or it fits already. */
export function smallerBatchFor(setup: Setup): number | null {
  const codeOf = (changed: Setup) => setupProblemOf(changed)?.problem.code;
  if (codeOf(setup) !== "memory") return null;
  for (let batch = leadOf(planOf(setup)).batch >> 1; batch >= 1; batch >>= 1) {
    const code = codeOf({ ...setup, changes: { ...setup.changes, batch } });
    // Smaller than a batch may be.
    if (code === "setting") return null;
    if (code !== "memory") return batch;
  }
  return null;
}

/** Null where it can be trained. */
export function problemOfDocument(document: unknown): Problem | null {
  try {
    toDocument(document);
    return null;
  } catch (error) {
    if (error instanceof BadInput) return error.problem;
    throw error;
  }
}

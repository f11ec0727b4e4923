/** What keeps a set-up from being trained and from being sent. */
import { BadInput } from "../core/bad-input.ts";
import { imageSizeOf } from "../core/build-network.ts";
import { narrowed } from "../core/custom-channels.ts";
import { mendedNetwork } from "../core/custom-faults.ts";
import { toDocument, toPlan } from "../core/document.ts";
import { channelRange } from "../core/experiment.ts";
import { setToGive } from "../core/paper/presets.ts";
import type { Problem } from "../core/problem.ts";
import { networkChanges, networkSides } from "./network-settings.ts";
import type { Changes, Setup } from "./settings.ts";
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

/** What takes the faults out of the network that stands against training; null where none does. */
export function networkMend(setup: Setup): Changes | null {
  const found = setupProblemOf(setup);
  if (found?.problem.code !== "network" || found.experiment !== null) return null;
  const { whose } = found.problem;
  const { teacher, student, data } = leadOf(planOf(setup));
  const network = whose === "teacher" ? teacher.network : student;
  if (network.kind !== "custom") return null;
  const seen = (whose === "teacher" && teacher.kind === "recipe" && teacher.data) || data;
  return networkChanges(whose, mendedNetwork(network, imageSizeOf(seen)));
}

/** The networks drawn by hand with their channels halved until a step fits into memory; null where that does not help, or need not. */
export function narrowerFor(setup: Setup): Changes | null {
  if (setupProblemOf(setup)?.problem.code !== "memory" || smallerBatchFor(setup) !== null) return null;
  const { teacher, student } = leadOf(planOf(setup));
  const drawn = { teacher: teacher.network, student };
  for (let by = 2; by <= channelRange.most; by *= 2) {
    const changes = networkSides.reduce<Changes>((all, whose) => {
      const network = drawn[whose];
      return network.kind === "custom" ? { ...all, ...networkChanges(whose, narrowed(network, by)) } : all;
    }, {});
    const code = setupProblemOf({ ...setup, changes: { ...setup.changes, ...changes } })?.problem.code;
    if (code !== "memory") return Object.keys(changes).length === 0 ? null : changes;
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

/** What keeps a set-up from being trained and from being sent. */
import { imageSizeOf } from "../core/build-network.ts";
import { narrowed } from "../core/custom-channels.ts";
import { mendedNetwork } from "../core/custom-faults.ts";
import { channelRange } from "../core/experiment.ts";
import type { PlanProblem } from "../core/plan-problem.ts";
import { problemOfDocument, problemOfPlan } from "../core/plan-problem.ts";
import { networkChanges, networkSides } from "./network-settings.ts";
import type { Changes, Setup } from "./settings.ts";
import { leadOf, planOf } from "./settings.ts";

/** Null where there is nothing wrong. */
export function setupProblemOf(setup: Setup): PlanProblem | null {
  const plan = planOf(setup);
  const found = problemOfPlan(plan);
  if (found === null || found.experiment === null) return found;
  // The lead's settings are those on screen: they come first, and need no name.
  const ofLead = problemOfDocument(leadOf(plan));
  return ofLead ? { problem: ofLead, experiment: null } : found;
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

import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import type { Experiment } from "../core/experiment.ts";
import type { FspFamily } from "../core/methods/facts.ts";
import { readsFsp } from "../core/methods/facts.ts";
import { fspSettingsOf } from "../core/fsp-settings.ts";
import { matchingOf } from "../core/matching.ts";

/** Without the weights of pairs that the networks and the matching do not have: they come back with their pairs. */
export function withoutStrangers(experiment: Experiment): Experiment {
  const { method } = experiment;
  if (!readsFsp(method) || Object.keys(method.pairLambda).length === 0) return experiment;
  const names = pairNames(experiment, method);
  if (!names) return experiment;
  const kept = Object.entries(method.pairLambda).filter(([name]) => names.includes(name));
  return { ...experiment, method: { ...method, pairLambda: Object.fromEntries(kept) } };
}

/** Null where a network that is being drawn cannot be built yet. */
function pairNames(experiment: Experiment, method: FspFamily): readonly string[] | null {
  try {
    const [teacher, student] = [teacherNetwork(experiment), studentNetwork(experiment)];
    const { matches, misfits } = matchingOf(teacher, student, method.firstTap, fspSettingsOf(method));
    return [...matches, ...misfits].map(({ name }) => name);
  } catch {
    return null;
  }
}

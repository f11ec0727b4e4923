/** A training that begins where another one's numbers were finite last. */
import { canonicalJson } from "../core/canonical.ts";
import { endsIn } from "../core/ends-in.ts";
import type { Plan } from "../core/experiment.ts";
import { isSameUntil } from "../core/slower.ts";
import { checkpointOf } from "../engine/checkpoint-file.ts";
import type { Branch } from "../protocol/divergence.ts";
import { resultsIn, type Resumption } from "./resumption.ts";

/** `beginning` where this machine would not come to the same numbers. Rejects where the branch is no state of the plan's run. */
export async function branched(plan: Plan, branch: Branch, beginning: Resumption): Promise<Resumption> {
  const { experiment, as, stage, sound, environment, before } = branch;
  if (canonicalJson(environment) !== canonicalJson(beginning.record.environment)) return beginning;
  const current = plan.experiments.find(({ name }) => name === as.experiment);
  if (!current || !isSameUntil(experiment, current, stage, sound))
    throw new Error(`The run of "${as.experiment}" does not come through iteration ${sound} of "${experiment.name}".`);
  const { checkpoint } = await checkpointOf(branch.checkpoint, experiment, null);
  const record = { ...beginning.record, results: resultsIn(before), ends: endsIn({ plan, runs: before }) };
  return { ...beginning, record, before, current: { run: as, from: checkpoint } };
}

/** A training of which nothing is kept yet: from its first iteration, or from where another one was sound last. */
import type { Plan } from "../core/experiment.ts";
import type { Environment, RunKey } from "../core/report.ts";
import type { Branch } from "../protocol/divergence.ts";
import type { Keep } from "../protocol/messages.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import { branched } from "./branching.ts";
import type { Resumption } from "./resumption.ts";

/** `begunAt` is in milliseconds since 1970. Rejects as `branched` does. */
export async function beginningOf(
  keep: Keep,
  order: readonly RunKey[],
  branch: Branch | null,
  plan: Plan,
  environment: Environment,
  begunAt: number,
): Promise<Resumption> {
  const beginning = fromBeginning(keep, order, environment, begunAt);
  return branch ? branched(plan, branch, beginning) : beginning;
}

function fromBeginning(
  { id, document }: Keep,
  order: readonly RunKey[],
  environment: Environment,
  begunAt: number,
): Resumption {
  const record: TrainingRecord = {
    version: 1,
    id,
    document,
    begunAt,
    changedAt: begunAt,
    environment,
    status: "training",
    chunks: 0,
    checkpoints: [],
    results: [],
    order: [...order],
    ends: [],
  };
  return { record, before: [], order, current: null, shelf: new Map() };
}

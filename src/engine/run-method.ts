/** What a student's method has beside its network: the pairs, how they are compared, what guides each stage. */
import { matchesOf } from "../core/matching.ts";
import { readsFsp } from "../core/methods/facts.ts";
import type { Network } from "../core/network.ts";
import type { Match } from "../core/pairs.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import type { Statistics } from "../data/statistics.ts";
import type { WeightTensors } from "../models/weights.ts";
import type { RunSettings } from "./checkpoints.ts";
import type { Comparison } from "./comparison.ts";
import { goalOf } from "./fsp-stage.ts";
import { Guides } from "./methods/guides.ts";
import { openComparison } from "./open-comparison.ts";

export interface RunMethod {
  readonly matches: readonly Match[];
  /** Null where FSP's loss is the plain one, or there is none. */
  readonly comparison: Comparison | null;
  readonly guides: Guides;
}

/** `weights` are the student's as they are. The caller ends it with `disposeMethod`. */
export async function openMethod(
  { experiment, seed, images, teacher, from }: RunSettings,
  network: Network,
  statistics: Statistics,
  weights: WeightTensors,
): Promise<RunMethod> {
  const { method, batch } = experiment;
  const matches = teacher ? matchesOf(method, teacher.network, network) : [];
  const comparison = await openComparison(
    { experiment, teacher, network, statistics, matches, images, seed },
    weights,
    from?.comparison ?? null,
  );
  try {
    const fsp = teacher && readsFsp(method) ? goalOf(method, teacher, matches, batch, comparison) : null;
    const guides = new Guides({ experiment, seed, student: network, statistics, teacher, fsp });
    if (from) guides.restore(from.comparison);
    return { matches, comparison, guides };
  } catch (error) {
    comparison?.dispose();
    throw error;
  }
}

export function disposeMethod({ comparison, guides }: Pick<RunMethod, "comparison" | "guides">): void {
  guides.dispose();
  comparison?.dispose();
}

/** All that it keeps beside the network. */
export async function methodState({
  comparison,
  guides,
}: Pick<RunMethod, "comparison" | "guides">): Promise<ReadonlyMap<string, StoredTensor>> {
  return new Map<string, StoredTensor>([...((await comparison?.state()) ?? []), ...(await guides.state())]);
}

/** What FSP learns from, and how much of it. */
import type { FspFamily } from "../core/methods/facts.ts";
import type { Match } from "../core/pairs.ts";
import { lambdasOf } from "../core/relations/lambdas.ts";
import type { Comparison } from "./comparison.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

export interface FspGoal {
  readonly teacher: TrainedTeacher;
  readonly matches: readonly Match[];
  readonly lambdaOf: (pair: string) => number;
  /** Null: the plain distance of the two networks' matrices. */
  readonly comparison: Comparison | null;
}

/** `comparison` is null where the method's is the plain one. */
export function goalOf(
  method: FspFamily,
  teacher: TrainedTeacher,
  matches: readonly Match[],
  batch: number,
  comparison: Comparison | null,
): FspGoal {
  const lambdas = lambdasOf(method, matches, batch);
  return { teacher, matches, lambdaOf: (pair) => lambdas.get(pair)!, comparison };
}

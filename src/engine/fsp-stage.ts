/** What FSP learns from, and how much of it. */
import type { FspFamily } from "../core/methods/facts.ts";
import type { Match } from "../core/pairs.ts";
import type { FspSettings } from "../core/fsp-settings.ts";
import { fspSettingsOf } from "../core/fsp-settings.ts";
import { comparedShape, scaleOf } from "../core/relations/reductions.ts";
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
  const settings = fspSettingsOf(method);
  const pairs = settings.convention.total === "mean" ? matches.length : 1;
  const lambdas = new Map(
    matches.map((match) => {
      const { name } = match;
      return [name, ((method.pairLambda[name] ?? method.lambda) * reductionScale(settings, match, batch)) / pairs];
    }),
  );
  return { teacher, matches, lambdaOf: (pair) => lambdas.get(pair)!, comparison };
}

/** Every reduction but one is a multiple of the paper's, so it can be a part of lambda; pair losses stay the paper's. */
function reductionScale({ convention, remedy }: FspSettings, match: Match, batch: number): number {
  if (convention.reduction === "column-norms" || remedy.kind === "cka" || remedy.kind === "traces") return 1;
  return scaleOf(convention.reduction, comparedShape(remedy.kind, match), batch);
}

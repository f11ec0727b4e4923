import type { FspSettings } from "../fsp-settings.ts";
import { fspSettingsOf } from "../fsp-settings.ts";
import type { FspFamily } from "../methods/facts.ts";
import type { Match } from "../pairs.ts";
import { comparesCells } from "./settings.ts";
import { comparedShape, scaleOf } from "./reductions.ts";

/**
 * By name what each pair's loss is multiplied with. Every reduction but one is a multiple of the paper's, so it can be a part
 * of lambda; pair losses stay the paper's.
 */
export function lambdasOf(method: FspFamily, matches: readonly Match[], batch: number): ReadonlyMap<string, number> {
  const settings = fspSettingsOf(method);
  const pairs = settings.convention.total === "mean" ? matches.length : 1;
  return new Map(
    matches.map((match) => {
      const { name } = match;
      return [name, ((method.pairLambda[name] ?? method.lambda) * reductionScale(settings, match, batch)) / pairs];
    }),
  );
}

function reductionScale({ convention, remedy }: FspSettings, match: Match, batch: number): number {
  if (convention.reduction === "column-norms" || !comparesCells(remedy.kind)) return 1;
  return scaleOf(convention.reduction, comparedShape(remedy.kind, match), batch);
}

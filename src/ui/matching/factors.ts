/** By how much the present networks' matrices change what a lambda means. */
import type { FspSettings } from "../../core/fsp-settings.ts";
import type { Match } from "../../core/pairs.ts";
import type { Reduction, Total } from "../../core/relations/convention.ts";
import { paperConvention } from "../../core/relations/convention.ts";
import type { Conversion } from "../../core/relations/reductions.ts";
import { comparedShape, conversionOf } from "../../core/relations/reductions.ts";
import type { MatrixKind } from "../../core/relations/settings.ts";
import type { Remedy } from "../../core/experiment.ts";

/** Over the pairs; one number where the sizes play no part. */
export type FactorRange =
  | { readonly factor: "range"; readonly least: number; readonly most: number }
  | Extract<Conversion, { factor: null }>;

export interface FactorContext {
  readonly matches: readonly Pick<Match, "shape" | "studentShape">[];
  readonly batch: number;
  readonly matrix: MatrixKind;
  readonly remedy: Remedy["kind"];
}

/** The settings by which the matrices themselves are others than the paper's: no factor converts those. */
export function otherMatricesBy(
  { convention, matching }: Pick<FspSettings, "convention" | "matching">,
  matches: readonly Pick<Match, "teacher" | "student">[],
): ("pairing" | "pool" | "resized")[] {
  const isAnyResized = matches.some(({ teacher, student }) => teacher.resize !== null || student.resize !== null);
  return [
    ...(convention.pairs !== paperConvention.pairs && matching.kind !== "hand" ? ["pairing" as const] : []),
    ...(convention.pool !== paperConvention.pool && isAnyResized ? ["pool" as const] : []),
    ...(convention.resized !== paperConvention.resized && isAnyResized ? ["resized" as const] : []),
  ];
}

/** Of one pair. */
export function factorOf(
  reduction: Reduction,
  total: Total,
  match: Pick<Match, "shape" | "studentShape">,
  { matches, ...context }: FactorContext,
): Conversion {
  const shape = comparedShape(context.remedy, match);
  return conversionOf(reduction, total, { ...context, shape, pairs: matches.length });
}

/** Null where there is no pair. */
export function factorRange(reduction: Reduction, total: Total, context: FactorContext): FactorRange | null {
  const conversions = context.matches.map((match) => factorOf(reduction, total, match, context));
  const factors: number[] = [];
  for (const conversion of conversions) {
    if (conversion.factor === null) return conversion;
    factors.push(conversion.factor);
  }
  if (factors.length === 0) return null;
  return { factor: "range", least: Math.min(...factors), most: Math.max(...factors) };
}

/** What one click does about misfits. */
import type { Changes } from "../../client/settings.ts";
import type { Matching } from "../../core/experiment.ts";
import type { Matched } from "../../core/hand-matching.ts";
import type { MisfitReason } from "../../core/misfit.ts";
import type { RemedyKind } from "../../core/relations/settings.ts";
import { anyWidths, remedyKinds } from "../../core/relations/settings.ts";

export type Mend =
  | { readonly kind: "remedy"; readonly remedy: RemedyKind }
  | { readonly kind: "resolution" }
  /** Only the pairs that have a partner. */
  | { readonly kind: "partners"; readonly matched: Matched }
  | { readonly kind: "bilinear" }
  | { readonly kind: "larger" };

/** Each once, and remedies only where they help all. `partners` are the couples with two sides; null where there are none. */
export function mendsOf(reasons: readonly MisfitReason[], matching: Matching, partners: Matched | null): Mend[] {
  const has = (code: MisfitReason["code"]) => reasons.some((reason) => reason.code === code);
  const mends: Mend[] = remediesForAll(reasons).map((remedy) => ({ kind: "remedy", remedy }));
  if (has("alone") && matching.kind === "section") mends.push({ kind: "resolution" });
  if (has("alone") && partners) mends.push({ kind: "partners", matched: partners });
  if (has("not-divisible")) mends.push({ kind: "bilinear" });
  if (has("not-larger")) mends.push({ kind: "larger" });
  return mends;
}

function remediesForAll(reasons: readonly MisfitReason[]): readonly RemedyKind[] {
  const lists = reasons.flatMap((reason): (readonly RemedyKind[])[] =>
    reason.code === "unequal" ? [reason.remedies] : reason.code === "remedy" ? [anyWidths] : [],
  );
  return lists.length === 0 ? [] : remedyKinds.filter((kind) => lists.every((list) => list.includes(kind)));
}

export function changesOf(mend: Mend): Changes {
  switch (mend.kind) {
    case "remedy":
      return { remedy: mend.remedy };
    case "resolution":
      return { matching: { kind: "resolution" } };
    case "partners":
      return mend.matched;
    case "bilinear":
      return { pool: "bilinear" };
    case "larger":
      return { resized: "larger" };
    default:
      return mend satisfies never;
  }
}

/** How a compared group is drawn, in the chart and in the tables alike. */
import type { GroupSummary } from "../../client/runs/groups.ts";

export interface GroupStyle {
  readonly letter: string;
  readonly colour: string;
  /** Says without colour which group a line belongs to. */
  readonly dash: string | undefined;
}

const dashes = [undefined, "8 3", "2 3", "10 3 2 3", "5 2", "1 3"] as const;
/** Colours of `runs.css`, after which they come again with other dashes. */
const colours = 5;

/** The baseline is grey, as everywhere. */
export function groupStyles(groups: readonly GroupSummary[], baseline: string | null): GroupStyle[] {
  let others = 0;
  return groups.map(({ group }, index) => {
    const letter = letterOf(index);
    if (group.key === baseline) return { letter, colour: "var(--baseline)", dash: "6 4" };
    const place = others++;
    const turn = Math.floor(place / colours);
    return { letter, colour: `var(--runs-${(place % colours) + 1})`, dash: dashes[(place + turn) % dashes.length] };
  });
}

/** A to Z, then AA, AB and so on, as columns of a sheet. */
function letterOf(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

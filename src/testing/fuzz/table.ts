/** A tally as lines of Markdown. */
import type { OutcomeKind, Tally } from "./outcome.ts";
import { outcomes } from "./outcome.ts";

const cells = (all: readonly (string | number)[]) => `| ${all.join(" | ")} |`;

export function table(title: string, tally: Tally): string[] {
  const rows = [...tally.rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const tried = (counts: Record<OutcomeKind, number>) => outcomes.reduce((sum, kind) => sum + counts[kind], 0);
  return [
    "",
    cells([title, "tried", ...outcomes, "slowest, ms", "which"]),
    cells(["---", "---:", ...outcomes.map(() => "---:"), "---:", "---:"]),
    ...rows.map(([name, { counts, slowestMs, slowest }]) =>
      cells([name, tried(counts), ...outcomes.map((kind) => counts[kind]), slowestMs.toFixed(1), slowest]),
    ),
    cells(["all", tally.tried, ...outcomes.map((kind) => tally.count(kind)), tally.slowestMs.toFixed(1), ""]),
    "",
    `${(100 * tally.pastTheDoor).toFixed(1)} % got past the first check.`,
  ];
}

/** The paper's own figures beside what a plan made after one of its tables measured. */
import { paperTableOf } from "../core/paper/figures.ts";
import { gapSentences, gapsOf } from "../core/paper/gaps.ts";
import { summariesOf } from "../core/statistics/plan-summary.ts";
import { meanText } from "../core/statistics/texts.ts";
import { section, type PlanTable } from "./result-table.ts";

/** Null where the plan is made after none, or learns from other images. */
export function paperText({ plan, outcomes, margin }: PlanTable): string | null {
  const table = paperTableOf(plan);
  if (!table) return null;
  const measured = new Map(
    summariesOf(plan, outcomes, null, margin).map(({ experiment, test }) => [experiment.name, test?.last]),
  );
  const lines = table.rows.map(({ experiment, name, accuracy, ensemble, iterations }) => {
    const spread = measured.get(experiment);
    return [
      name,
      accuracy.toFixed(2),
      ensemble === null ? "-" : ensemble.toFixed(2),
      iterations === null ? "-" : String(iterations),
      experiment,
      spread ? meanText(spread, "+-") : "-",
      String(spread?.n ?? 0),
    ];
  });
  const figures = section(`Beside Table ${table.number} of the paper (${table.title}), test accuracy, %`, [
    ["paper's row", "paper", "its ensemble", "its iterations", "experiment", "last, measured", "n"],
    ...lines,
  ]);
  const gaps = gapsOf(plan);
  return [figures, ...(gaps ? gapSentences(gaps) : [])].join("\n");
}

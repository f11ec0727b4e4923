/** The comparison of a training's runs as a LaTeX table, with the rules of booktabs. */
import { toPlan } from "./document.ts";
import type { RecordedRun } from "./recording.ts";
import { RunTally } from "./run-end.ts";
import type { RunFile } from "./run-file.ts";
import type { Comparison } from "./statistics/paired.ts";
import type { RunOutcome } from "./statistics/plan-summary.ts";
import { noBetterMargin, summariesOf } from "./statistics/plan-summary.ts";
import { meanText, points, studentIterations } from "./statistics/texts.ts";

/** What the statistics take of runs that have ended; the others are part of no number. */
export function outcomesOf(runs: readonly RecordedRun[]): RunOutcome[] {
  return runs.flatMap(({ run, reports }): RunOutcome[] => {
    const tally = new RunTally();
    tally.add(reports);
    const { result, validation } = tally;
    return result ? [{ status: "finished", run, result, validation }] : [];
  });
}

/** Test accuracy in per cent over the seeds, and the difference from the baseline on the same seeds with its 95 % interval. */
export function latexTable({ document, runs }: Pick<RunFile, "document" | "runs">): string {
  const plan = toPlan(document);
  const summaries = summariesOf(plan, outcomesOf(runs), null, noBetterMargin);
  const hasBaseline = summaries.some(({ comparison }) => comparison !== null);
  const header = ["experiment", "method", "iterations", "$n$", "last, \\%", "best, \\%"];
  const rows = summaries.map(({ experiment, iterations, test, comparison }) => [
    escaped(experiment.name),
    escaped(experiment.method.kind),
    iterations ? studentIterations(iterations) : "--",
    `${test?.last.n ?? 0}`,
    ...(["last", "best"] as const).map((weights) => (test ? `$${meanText(test[weights], "\\pm")}$` : "--")),
    ...(hasBaseline ? [comparison ? differenceText(comparison.last) : "--"] : []),
  ]);
  const columns = [...header, ...(hasBaseline ? ["difference, points"] : [])];
  const line = (cells: readonly string[]) => `${cells.join(" & ")} \\\\`;
  return [
    "% \\usepackage{booktabs}; test accuracy, mean and standard deviation over n seeds; last weights, and those with the",
    `% best validation accuracy. Differences: last weights, from ${plan.baseline ?? "no baseline"} on the same seeds, 95 \\% t interval.`,
    `\\begin{tabular}{ll${"r".repeat(columns.length - 2)}}`,
    "\\toprule",
    line(columns),
    "\\midrule",
    ...rows.map(line),
    "\\bottomrule",
    "\\end{tabular}",
    "",
  ].join("\n");
}

function differenceText({ difference }: Comparison): string {
  if (!difference) return "--";
  const { mean, interval } = difference;
  return `$${points(mean)}$${interval ? ` [$${points(interval.low)}$, $${points(interval.high)}$]` : ""}`;
}

/** Names hold letters, digits and hyphens, and methods too; what LaTeX would read is escaped all the same. */
function escaped(text: string): string {
  return text.replaceAll(/[&%$#_{}]/g, "\\$&");
}

/** The comparison of a training's runs as a LaTeX table, with the rules of booktabs. */
import { toPlan } from "./document.ts";
import type { RecordedRun } from "./recording.ts";
import type { RunFile } from "./run-file.ts";
import type { Comparison } from "./statistics/paired.ts";
import type { RunOutcome } from "./statistics/plan-summary.ts";
import { noBetterMargin, summariesOf } from "./statistics/plan-summary.ts";
import type { Interval, Spread } from "./statistics/spread.ts";

/** What the statistics take of runs that have ended; the others are part of no number. */
export function outcomesOf(runs: readonly RecordedRun[]): RunOutcome[] {
  return runs.flatMap(({ run, reports }): RunOutcome[] => {
    const finished = reports.find((report) => report.type === "finished");
    if (!finished) return [];
    const evaluations = reports.flatMap((report) =>
      report.type === "evaluation" && report.stage === 2 && report.split === "validation" ? [report] : [],
    );
    const validation = {
      steps: evaluations.map(({ step }) => step),
      values: evaluations.map(({ accuracy }) => accuracy),
    };
    return [{ status: "finished", run, result: finished.result, validation }];
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
    iterations ? (iterations.fsp > 0 ? `${iterations.fsp} + ${iterations.task}` : `${iterations.task}`) : "--",
    `${test?.last.n ?? 0}`,
    ...(["last", "best"] as const).map((weights) => (test ? accuracyText(test[weights]) : "--")),
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

function accuracyText({ mean, deviation }: Spread): string {
  return deviation === null ? percent(mean) : `$${percent(mean)} \\pm ${percent(deviation)}$`;
}

function differenceText({ difference }: Comparison): string {
  if (!difference) return "--";
  const interval = intervalText(difference.interval);
  return `$${signed(difference.mean)}$${interval}`;
}

function intervalText(interval: Interval | null): string {
  return interval ? ` [$${signed(interval.low)}$, $${signed(interval.high)}$]` : "";
}

const percent = (fraction: number) => (100 * fraction).toFixed(2);
const signed = (fraction: number) => `${fraction < 0 ? "-" : "+"}${percent(Math.abs(fraction))}`;

/** Names hold letters, digits and hyphens, and methods too; what LaTeX would read is escaped all the same. */
function escaped(text: string): string {
  return text.replaceAll(/[&%$#_{}]/g, "\\$&");
}

/** The comparison of a training's runs as a LaTeX table, with the rules of booktabs. */
import { toPlan } from "./document.ts";
import type { Plan, Sweep } from "./experiment.ts";
import { runId } from "./plan-jobs.ts";
import type { RecordedRun } from "./recording.ts";
import { RunTally, type RunEnd } from "./run-end.ts";
import type { RunFile } from "./run-file.ts";
import type { Comparison } from "./statistics/paired.ts";
import type { FailedRun, RunOutcome } from "./statistics/plan-summary.ts";
import { noBetterMargin, summariesOf } from "./statistics/plan-summary.ts";
import { meanText, percent, points, studentIterations, verdictText } from "./statistics/texts.ts";
import { tunedPlan, type Tuning } from "./sweep.ts";
import { tuningsIn } from "./tried-rates.ts";

/** What the statistics take of runs that have ended; the others are part of no number. */
export function outcomesOf(runs: readonly RecordedRun[]): RunOutcome[] {
  return runs.flatMap(({ run, reports }): RunOutcome[] => {
    const tally = new RunTally();
    tally.add(reports);
    const { result, validation } = tally;
    return result ? [{ status: "finished", run, result, validation }] : [];
  });
}

/**
 * Test accuracy in per cent over the seeds, and the difference from the baseline on the same seeds with its 95 % interval and
 * verdict; behind it, where a sweep chose the rates, what each came to. `ends` tells of failed runs and of trials.
 */
export function latexTable({ document, runs }: Pick<RunFile, "document" | "runs">, ends: readonly RunEnd[]): string {
  const plan = toPlan(document);
  const tunings = tuningsIn(plan, ends);
  const tables = [comparisonText(tunedPlan(plan, tunings), outcomesOf(runs), failedRunsOf(ends))];
  if (plan.sweep && tunings.size > 0) tables.push(ratesText(plan.sweep, [...tunings]));
  return tables.join("\n");
}

/** Trials have a table of their own. */
function failedRunsOf(ends: readonly RunEnd[]): FailedRun[] {
  return ends.flatMap(({ id, run, how }): FailedRun[] =>
    how.kind === "failed" && id === runId(run) ? [{ status: "failed", run, reason: how.reason }] : [],
  );
}

function comparisonText(plan: Plan, finished: readonly RunOutcome[], failed: readonly FailedRun[]): string {
  const summaries = summariesOf(plan, [...finished, ...failed], null, noBetterMargin);
  const hasBaseline = summaries.some(({ comparison }) => comparison !== null);
  const tested = summaries.filter(({ comparison }) => comparison && comparison.last.p !== null).length;
  const counts = failed.length > 0 ? ["$n$", "failed"] : ["$n$"];
  const means = ["last, \\%", "best, \\%"];
  const differences = hasBaseline ? ["difference, points", "verdict"] : [];
  const columns = ["experiment", "method", "iterations", "rate", ...counts, ...means, ...differences];
  const rows = summaries.map((summary) => {
    const { experiment, iterations, test, comparison } = summary;
    return [
      escaped(experiment.name),
      escaped(experiment.method.kind),
      iterations ? studentIterations(iterations) : "--",
      `${experiment.task.rate}`,
      `${test?.last.n ?? 0}`,
      ...(failed.length > 0 ? [`${summary.failed.length}`] : []),
      ...(["last", "best"] as const).map((weights) => (test ? `$${meanText(test[weights], "\\pm")}$` : "--")),
      ...(hasBaseline ? differenceCells(comparison?.last) : []),
    ];
  });
  return tabular(
    [
      "\\usepackage{booktabs}; test accuracy, mean and standard deviation over n seeds; last weights, and those with the",
      `best validation accuracy. Differences: last weights, from ${plan.baseline ?? "no baseline"} on the same seeds, 95 \\% t interval.`,
      ...(hasBaseline
        ? [
            `Better, worse: the interval lies wholly above or below 0; no better: wholly within ${points(noBetterMargin).slice(1)} points of 0${tested > 1 ? `; after Holm's correction over ${tested} methods` : ""}.`,
          ]
        : []),
      ...failed.map(
        ({ run, reason }) => `Failed, in none of the numbers: ${run.experiment} seed ${run.seed}: ${reason}`,
      ),
    ],
    `ll${"r".repeat(columns.length - (hasBaseline ? 3 : 2))}${hasBaseline ? "l" : ""}`,
    columns,
    rows,
  );
}

function ratesText({ rates, seeds, iterations }: Sweep, tried: readonly (readonly [string, Tuning])[]): string {
  const length = iterations === null ? "" : ` for ${iterations} iterations`;
  const rows = tried.map(([name, tuning]) => [
    escaped(name),
    ...tuning.rates.map(({ validation }) => (validation === null ? "failed" : `$${percent(validation)}$`)),
    tuning.rate === null ? "none" : `${tuning.rate}`,
  ]);
  return tabular(
    [
      `Rates of stage 2, tried with ${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")}${length}: validation accuracy of the last weights, \\%.`,
    ],
    `l${"r".repeat(rates.length + 1)}`,
    ["experiment", ...rates.map(String), "chosen"],
    rows,
  );
}

/** `notes` are comments above it. */
function tabular(
  notes: readonly string[],
  alignment: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `${cells.join(" & ")} \\\\`;
  return [
    ...notes.map((note) => `% ${note.replaceAll(/\s+/g, " ")}`),
    `\\begin{tabular}{${alignment}}`,
    "\\toprule",
    line(columns),
    "\\midrule",
    ...rows.map(line),
    "\\bottomrule",
    "\\end{tabular}",
    "",
  ].join("\n");
}

function differenceCells(comparison: Comparison | undefined): [difference: string, verdict: string] {
  if (!comparison) return ["--", "--"];
  return [differenceText(comparison), verdictText(comparison)];
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

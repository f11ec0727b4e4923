/** The comparison of a training's runs as a LaTeX table, with the rules of booktabs. */
import { toPlan } from "./document.ts";
import type { Plan, Sweep } from "./experiment.ts";
import { runId } from "./plan-jobs.ts";
import type { RecordedRun } from "./recording.ts";
import { RunTally, type RunEnd } from "./run-end.ts";
import type { RunFile } from "./run-file.ts";
import type { Comparison } from "./statistics/paired.ts";
import type { ExperimentSummary, FailedRun, RunOutcome, Weights } from "./statistics/plan-summary.ts";
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
  const rows = summaries.map(({ experiment, iterations, test, comparison, failed: ofRow }) => ({
    name: experiment.name,
    method: experiment.method.kind,
    rate: experiment.task.rate,
    iterations,
    test,
    comparison,
    failed: ofRow.length,
  }));
  const failures = failed.map(({ run, reason }) => `${run.experiment} seed ${run.seed}: ${reason}`);
  return comparisonTable(rows, { baseline: plan.baseline, weights: "last", margin: noBetterMargin, failures });
}

export interface ComparedRow extends Pick<ExperimentSummary, "iterations" | "test" | "comparison"> {
  readonly name: string;
  readonly method: string;
  /** Of stage 2; null: its runs have several. */
  readonly rate: number | null;
  /** How many of its runs failed. */
  readonly failed: number;
}

export interface ComparisonFacts {
  /** Its name. */
  readonly baseline: string | null;
  /** Of which the differences are. */
  readonly weights: Weights;
  /** Of the verdict "no better", a fraction. */
  readonly margin: number;
  /** A sentence for each run that failed. */
  readonly failures: readonly string[];
}

/** Test accuracy in per cent over the seeds, and the differences from the baseline where there is one, as `booktabs` has it. */
export function comparisonTable(
  compared: readonly ComparedRow[],
  { baseline, weights, margin, failures }: ComparisonFacts,
): string {
  const hasBaseline = compared.some(({ comparison }) => comparison !== null);
  const tested = compared.filter(({ comparison }) => comparison && comparison[weights].p !== null).length;
  const counts = failures.length > 0 ? ["$n$", "failed"] : ["$n$"];
  const means = ["last, \\%", "best, \\%"];
  const differences = hasBaseline ? ["difference, points", "verdict"] : [];
  const columns = ["experiment", "method", "iterations", "rate", ...counts, ...means, ...differences];
  const rows = compared.map(({ name, method, rate, iterations, test, comparison, failed }) => [
    escaped(name),
    escaped(method),
    iterations ? studentIterations(iterations) : "--",
    rate === null ? "--" : `${rate}`,
    `${test?.last.n ?? 0}`,
    ...(failures.length > 0 ? [`${failed}`] : []),
    ...(["last", "best"] as const).map((which) => (test ? `$${meanText(test[which], "\\pm")}$` : "--")),
    ...(hasBaseline ? differenceCells(comparison?.[weights]) : []),
  ]);
  return tabular(
    [
      "\\usepackage{booktabs}; test accuracy, mean and standard deviation over n seeds; last weights, and those with the",
      `best validation accuracy. Differences: ${weights} weights, from ${baseline ?? "no baseline"} on the same seeds, 95 \\% t interval.`,
      ...(hasBaseline
        ? [
            `Better, worse: the interval lies wholly above or below 0; no better: wholly within ${points(margin).slice(1)} points of 0${tested > 1 ? `; after Holm's correction over ${tested} methods` : ""}.`,
          ]
        : []),
      ...failures.map((failure) => `Failed, in none of the numbers: ${failure}`),
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

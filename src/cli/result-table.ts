/** What a plan's runs say together: a table for a person, CSV for other programs. */
import type { Experiment, Plan, TeacherRecipe } from "../core/experiment.ts";
import type { Comparison, SeedPair } from "../core/statistics/paired.ts";
import type { ExperimentSummary, Reach, RunOutcome, Weights } from "../core/statistics/plan-summary.ts";
import { baselineAccuracy, summariesOf } from "../core/statistics/plan-summary.ts";
import type { Interval, Spread } from "../core/statistics/spread.ts";
import { meanText, percent, points, pText, studentIterations, verdictText } from "../core/statistics/texts.ts";
import { quotedCell } from "../core/csv-cell.ts";
import { csv } from "../core/report-rows.ts";
import { aligned } from "./aligned.ts";

const bothWeights: readonly Weights[] = ["last", "best"];

/** What a person says counts. */
export interface TableMarks {
  /** The validation accuracy that counts as reached, a fraction; null: what the baseline has at its end. */
  readonly reach: number | null;
  /** How far from 0 a difference may lie that counts as none, a fraction. */
  readonly margin: number;
}

export interface PlanTable extends TableMarks {
  /** Each experiment with the rate that it was run with. */
  readonly plan: Plan;
  readonly outcomes: readonly RunOutcome[];
}

function rowsOf({ plan, outcomes, reach, margin }: PlanTable): ExperimentSummary[] {
  return summariesOf(plan, outcomes, reach ?? baselineAccuracy(plan, outcomes), margin);
}

/** Fractions, not per cent; empty where there is no number. */
export function tableCsv(table: PlanTable): string {
  const header = [
    "experiment,teacher,method,iterations,n,last_mean,last_sd,best_mean,best_sd",
    ...bothWeights.map((weights) => columns(weights, ["sem", "low", "high", "min", "max"])),
    "failed,reach_accuracy,reached,reach_median",
    ...bothWeights.map((weights) =>
      columns(weights, [
        "pairs",
        "difference",
        "difference_low",
        "difference_high",
        "p",
        "verdict",
        "holm_p",
        "holm_verdict",
      ]),
    ),
    "rate",
  ];
  const rows = rowsOf(table).map(({ experiment, iterations, test, comparison, reach, failed }) => [
    experiment.name,
    teacherText(table.plan, experiment),
    experiment.method.kind,
    iterationsText(iterations),
    test?.last.n ?? 0,
    ...bothWeights.flatMap((weights) => [test?.[weights].mean, test?.[weights].deviation]),
    ...bothWeights.flatMap((weights) => spreadCells(test?.[weights])),
    failed.length,
    reach?.accuracy,
    reach && reachedIn(reach),
    reach?.median,
    ...bothWeights.flatMap((weights) => comparisonCells(comparison?.[weights])),
    experiment.task.rate,
  ]);
  return csv(
    header.join(","),
    rows.map((cells) => cells.map((cell) => quotedCell(String(cell ?? ""))).join(",")),
  );
}

/** Every pair behind the differences; null where nothing was compared. */
export function pairsCsv(table: PlanTable): string | null {
  const rows = rowsOf(table).flatMap(({ experiment, comparison }) =>
    bothWeights.flatMap((weights) =>
      (comparison?.[weights].pairs ?? []).map(({ seed, baseline, value, difference }) =>
        [experiment.name, table.plan.baseline, weights, seed, baseline, value, difference].join(","),
      ),
    ),
  );
  return rows.length > 0 ? csv("experiment,baseline,weights,seed,baseline_accuracy,accuracy,difference", rows) : null;
}

const columns = (weights: Weights, names: readonly string[]) => names.map((name) => `${weights}_${name}`).join(",");

type Cell = string | number | null | undefined;

function spreadCells(spread: Spread | undefined): Cell[] {
  return [spread?.error, spread?.interval?.low, spread?.interval?.high, spread?.least, spread?.greatest];
}

function comparisonCells(comparison: Comparison | undefined): Cell[] {
  return [
    comparison?.pairs.length,
    comparison?.difference?.mean,
    comparison?.difference?.interval?.low,
    comparison?.difference?.interval?.high,
    comparison?.p,
    comparison?.verdict,
    comparison?.correctedP,
    comparison?.correctedVerdict,
  ];
}

/** Accuracy in per cent and differences in points, as a person reads them. */
export function tableText(table: PlanTable): string {
  const rows = rowsOf(table);
  const sections = [
    means(table.plan, rows),
    spreads(rows),
    differences(table, rows),
    reached(table, rows),
    failures(rows),
  ];
  return sections.flatMap((section) => section ?? []).join("\n\n");
}

function means(plan: Plan, rows: readonly ExperimentSummary[]): string {
  const cell = (spread: Spread | undefined) => (spread ? meanText(spread, "+-") : "-");
  const lines = rows.map(({ experiment, iterations, test }) => [
    experiment.name,
    iterationsText(iterations),
    String(experiment.task.rate),
    cell(test?.last),
    cell(test?.best),
    String(test?.last.n ?? 0),
    teacherText(plan, experiment),
  ]);
  return section("Test accuracy, mean +- standard deviation over seeds", [
    ["experiment", "iterations", "rate", "last, %", "best, %", "n", "teacher"],
    ...lines,
  ]);
}

function spreads(rows: readonly ExperimentSummary[]): string | null {
  const lines = rows.flatMap(({ experiment, test }) =>
    bothWeights.flatMap((weights) => {
      const spread = test?.[weights];
      if (!spread?.interval || spread.error === null) return [];
      const { mean, error, interval, least, greatest, n } = spread;
      const extremes = `${percent(least)} to ${percent(greatest)}`;
      return [[experiment.name, weights, percent(mean), percent(error), range(interval, percent), extremes, String(n)]];
    }),
  );
  if (lines.length === 0) return null;
  return section("Test accuracy over seeds, %", [
    ["experiment", "weights", "mean", "standard error", "95 % t interval", "least to greatest", "n"],
    ...lines,
  ]);
}

function differences({ plan, margin }: PlanTable, rows: readonly ExperimentSummary[]): string | null {
  const compared = rows.flatMap(({ comparison }) => comparison ?? []);
  if (compared.length === 0) return null;
  const lines = bothWeights.flatMap((weights) =>
    compared.map((comparison) => differenceLine(weights, comparison[weights])),
  );
  const tested = compared.filter(({ last }) => last.p !== null).length;
  return [
    section(`Difference from ${plan.baseline} on the same seeds, points of test accuracy`, [
      ["experiment", "weights", "mean", "95 % t interval", "p", "Holm's p", "verdict", "each seed"],
      ...lines,
    ]),
    `Better, worse: the interval lies wholly above or below 0; no better: wholly within ${Number((100 * margin).toFixed(6))} points of 0.`,
    ...(tested > 1 ? [`Verdicts are those after Holm's correction over ${tested} methods.`] : []),
  ].join("\n");
}

function differenceLine(weights: Weights, comparison: Comparison): string[] {
  const { name, pairs, difference, p, correctedP } = comparison;
  return [
    name,
    weights,
    difference ? points(difference.mean) : "-",
    difference?.interval ? range(difference.interval, points) : "-",
    p === null ? "-" : pText(p),
    correctedP === null ? "-" : pText(correctedP),
    verdictText(comparison),
    pairs.map((pair: SeedPair) => `${pair.seed}: ${points(pair.difference)}`).join(", ") || "-",
  ];
}

function reached({ plan, reach: named }: PlanTable, rows: readonly ExperimentSummary[]): string | null {
  const found = rows.flatMap(({ experiment, reach }) => (reach ? { name: experiment.name, reach } : []));
  if (found.length === 0) return null;
  const lines = found.map(({ name, reach }) => [
    name,
    stepsText(reach.median),
    `${reachedIn(reach)} of ${reach.bySeed.length}`,
    reach.bySeed.map(({ seed, steps }) => `${seed}: ${stepsText(steps)}`).join(", "),
  ]);
  const accuracy = percent(found[0]!.reach.accuracy);
  const whose = named === null ? `, the mean of ${plan.baseline} at its end` : "";
  return section(`Iterations, stage 1 counted, to a measured validation accuracy of at least ${accuracy} %${whose}`, [
    ["experiment", "median", "reached", "each seed"],
    ...lines,
  ]);
}

function failures(rows: readonly ExperimentSummary[]): string | null {
  const lines = rows.flatMap(({ failed }) =>
    failed.map(({ run, reason }) => `${run.experiment} seed ${run.seed}: ${reason}`),
  );
  return lines.length === 0 ? null : ["Failed runs, in none of the numbers", ...lines].join("\n");
}

function reachedIn({ bySeed }: Reach): number {
  return bySeed.filter(({ steps }) => steps !== null).length;
}

/** A title over lines of cells. */
export function section(title: string, lines: readonly (readonly string[])[]): string {
  return [title, ...aligned(lines)].join("\n");
}

const stepsText = (steps: number | null) => (steps === null ? "never" : String(steps));
const range = ({ low, high }: Interval, text: (value: number) => string) => `${text(low)} to ${text(high)}`;

function iterationsText(iterations: ExperimentSummary["iterations"]): string {
  return iterations ? studentIterations(iterations) : "";
}

/** Which teacher it was; a method that learns from none was still compared with it on the way. */
function teacherText(plan: Plan, { method, teacher }: Experiment): string {
  if (method.kind === "none") return "none";
  if (teacher.kind !== "recipe") return teacher.name;
  const seed = plan.teacherPerSeed ? `${teacher.seed} + the run's` : teacher.seed;
  return `recipe with seed ${seed}${pastText(teacher)}`;
}

/** Where a teacher comes from another task. */
function pastText({ before, data }: TeacherRecipe): string {
  if (before) return ", fine-tuned from other images";
  return data === null ? "" : ", on images of its own";
}

/** What a plan's runs say together, when all have ended: on the screen, and in the plan's folder. */
import { canonicalJson } from "../core/canonical.ts";
import type { Plan } from "../core/experiment.ts";
import { runId } from "../core/plan-jobs.ts";
import { runsOf } from "../core/plan-runs.ts";
import type { RunOutcome } from "../core/statistics/plan-summary.ts";
import { tunedPlan, type Tuning } from "../core/sweep.ts";
import { costText, costsCsv } from "./cost-table.ts";
import { curveRows, curvesHeader } from "./curves-csv.ts";
import type { FolderFiles } from "./folder-files.ts";
import { curvesOf } from "./job-rows.ts";
import { paperText } from "./paper-text.ts";
import { tuningsOf, type PlanOutcome } from "./plan-queue.ts";
import { pairsCsv, tableCsv, tableText, type PlanTable, type TableMarks } from "./result-table.ts";
import { sweepCsv, sweepText } from "./sweep-table.ts";
import { csv } from "../core/report-rows.ts";

/** The plan, each experiment with the rate that it was run with. */
export const planFile = "plan.json";

export interface PlanEnd {
  readonly plan: Plan;
  readonly outcomes: PlanOutcome;
  readonly tunings: ReadonlyMap<string, Tuning>;
  readonly table: PlanTable;
}

export function planEnd(plan: Plan, outcomes: PlanOutcome, { reach, margin }: TableMarks): PlanEnd {
  const tunings = tuningsOf(plan, outcomes);
  const runs = runsOf(plan).flatMap(({ run }): RunOutcome[] => {
    const ended = outcomes.get(runId(run));
    return ended?.kind === "run" ? [ended.outcome] : [];
  });
  return { plan, outcomes, tunings, table: { plan: tunedPlan(plan, tunings), outcomes: runs, reach, margin } };
}

export function planText({ table, plan, outcomes, tunings }: PlanEnd): string {
  const parts = [tableText(table), paperText(table), sweepText(plan, tunings), costText(plan, outcomes)];
  return parts.filter((part) => part !== null).join("\n\n");
}

export function writeTables(folder: FolderFiles, { table, plan, outcomes, tunings }: PlanEnd): void {
  const finished = table.outcomes.filter(({ status }) => status === "finished");
  const rows = table.plan.experiments.flatMap(({ name }) => {
    const own = finished.filter(({ run }) => run.experiment === name);
    return curveRows(
      name,
      own.map(({ run }) => curvesOf(folder, `${runId(run)}/`)),
      plan.teacherPerSeed,
    );
  });
  folder.write(planFile, `${canonicalJson(table.plan)}\n`);
  folder.write("curves.csv", csv(curvesHeader, rows));
  const pairs = pairsCsv(table);
  if (pairs !== null) folder.write("pairs.csv", pairs);
  const sweep = sweepCsv(plan, outcomes, tunings);
  if (sweep !== null) folder.write("sweep.csv", sweep);
  folder.write("costs.csv", costsCsv(plan, outcomes));
  folder.write("table.csv", tableCsv(table));
}

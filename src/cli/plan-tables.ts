/** The files of a plan that say what its runs do together. */
import { BadInput } from "../core/bad-input.ts";
import type { RunKey } from "../core/report.ts";
import { curveRows, curvesHeader, curvesIn, type RunCurves } from "./curves-csv.ts";
import type { OutFolder } from "./out-folder.ts";
import { pairsCsv, tableCsv, type PlanTable } from "./result-table.ts";
import { csv } from "./tables.ts";

export function writeTables(folder: OutFolder, table: PlanTable, prefixOf: (run: RunKey) => string): void {
  const finished = table.outcomes.filter(({ status }) => status === "finished");
  const rows = table.plan.experiments.flatMap(({ name }) => {
    const own = finished.filter(({ run }) => run.experiment === name);
    return curveRows(
      name,
      own.map(({ run }) => curvesOf(folder, prefixOf(run))),
    );
  });
  folder.write("curves.csv", csv(curvesHeader, rows));
  const pairs = pairsCsv(table);
  if (pairs !== null) folder.write("pairs.csv", pairs);
  folder.write("table.csv", tableCsv(table));
}

/** What a finished run measured, by an earlier process too. */
export function curvesOf(folder: OutFolder, prefix: string): RunCurves {
  const bytes = folder.read(`${prefix}metrics.csv`);
  const curves = bytes && curvesIn(new TextDecoder().decode(bytes));
  if (curves) return curves;
  throw new BadInput(
    `${folder.pathOf(`${prefix}metrics.csv`)} is missing or damaged; move its folder away, and the same command makes that run anew.`,
  );
}

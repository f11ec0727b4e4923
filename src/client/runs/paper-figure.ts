/** What the paper has where a group's runs are, if they are of a plan made after one of its tables. */
import { paperTableOf, type PaperRow, type PaperTable } from "../../core/paper/figures.ts";
import type { RunGroup } from "./groups.ts";

export interface PaperFigure {
  readonly table: PaperTable["number"];
  readonly row: PaperRow;
}

/** Null where it has none, and of runs that differ in more than their seeds. */
export function paperFigureOf({ records, isOneSetting }: RunGroup): PaperFigure | null {
  if (!isOneSetting) return null;
  for (const { training, run } of records) {
    const table = paperTableOf(training.plan);
    const row = table?.rows.find(({ experiment }) => experiment === run.experiment);
    if (table && row) return { table: table.number, row };
  }
  return null;
}

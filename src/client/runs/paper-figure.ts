/** What the paper has where a group's runs are, if they are of a plan made after one of its tables. */
import { paperTableOf, type PaperRow, type PaperTable } from "../../core/paper/figures.ts";
import { gapsOf } from "../../core/paper/gaps.ts";
import type { RunGroup } from "./groups.ts";

export interface PaperFigure {
  readonly table: PaperTable["number"];
  readonly row: PaperRow;
  /** The paper's three networks of this row begin from one stage 1, and here each learns its own. */
  readonly sharesStageOne: boolean;
}

/** Null where it has none, and of runs that differ in more than their seeds. */
export function paperFigureOf({ records, isOneSetting }: RunGroup): PaperFigure | null {
  if (!isOneSetting) return null;
  for (const { training, run } of records) {
    const table = paperTableOf(training.plan);
    const row = table?.rows.find(({ experiment }) => experiment === run.experiment);
    if (!table || !row) continue;
    const sharesStageOne = row.experiment === "fsp" && (gapsOf(training.plan)?.repeatsStageOne ?? false);
    return { table: table.number, row, sharesStageOne };
  }
  return null;
}

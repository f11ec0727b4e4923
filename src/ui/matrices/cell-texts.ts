import type { Standing } from "../../core/fsp-cell.ts";
import { integer, percent, significant } from "../numbers.ts";
import type { Cell, PairData } from "./pair-data.ts";
import { standingAt, valueAt } from "./pair-data.ts";

/** One cell's numbers as they stand on screen; a dash for what is not measured. */
export interface CellTexts {
  readonly teacher: string;
  readonly student: string;
  readonly difference: string;
  readonly share: string;
  /** Among all cells by the size of their difference: `7 / 512`. */
  readonly rank: string;
}

const missing = "–";

export function numbersAt(pair: PairData, cell: Cell): CellTexts {
  const text = (value: number | null) => (value === null ? missing : significant(value));
  return {
    teacher: text(valueAt(pair, "teacher", cell)),
    student: text(valueAt(pair, "student", cell)),
    difference: text(valueAt(pair, "difference", cell)),
    ...standingTexts(standingAt(pair, cell)),
  };
}

function standingTexts(standing: Standing | null): Pick<CellTexts, "share" | "rank"> {
  if (!standing) return { share: missing, rank: missing };
  return { share: percent(standing.share), rank: `${integer(standing.rank)} / ${integer(standing.of)}` };
}

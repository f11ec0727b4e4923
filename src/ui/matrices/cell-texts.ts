import { percent, significant } from "../numbers.ts";
import type { Cell, PairData } from "./pair-data.ts";
import { shareAt, valueAt } from "./pair-data.ts";

/** One cell's numbers as they stand on screen; a dash for what is not measured. */
export interface CellTexts {
  readonly teacher: string;
  readonly student: string;
  readonly difference: string;
  readonly share: string;
}

export function numbersAt(pair: PairData, cell: Cell): CellTexts {
  const text = (value: number | null, write: (value: number) => string) => (value === null ? "–" : write(value));
  return {
    teacher: text(valueAt(pair, "teacher", cell), significant),
    student: text(valueAt(pair, "student", cell), significant),
    difference: text(valueAt(pair, "difference", cell), significant),
    share: text(shareAt(pair, cell), percent),
  };
}

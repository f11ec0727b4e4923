/** Rows as lines of text, as they come in. */
import type { Row } from "../results.ts";
import { ours } from "../results.ts";
import { bytes, milliseconds, short, times } from "./numbers.ts";

export function linesOf(rows: readonly Row[]): string[] {
  const cases = [...new Set(rows.map((row) => row.case))];
  return cases.flatMap((name) => {
    const own = rows.filter((row) => row.case === name);
    const best = own.filter((row) => row.engine === ours);
    return [name, ...own.map((row) => `  ${lineOf(row, best)}`)];
  });
}

function lineOf(row: Row, best: readonly Row[]): string {
  const { engine, backend, msMedian, msMin, msMax, runs, software, counts, note } = row;
  const name = `${engine} ${backend}`.padEnd(18);
  if (msMedian === null) return `${name} ${note ?? "not measured"}`;
  const range = runs > 1 ? `${short(msMin!)} to ${short(msMax!)}, ${runs} runs` : "one run";
  const against = engine === ours ? [] : best.flatMap((mine) => (mine.msMedian ? [ratioTo(mine, msMedian)] : []));
  const counted = counts ? [`${short(counts.dispatches)} dispatches`, `${bytes(counts.uploadedBytes)} up`] : [];
  const parts = [range, ...against, ...counted, ...(software ? ["software adapter"] : []), ...(note ? [note] : [])];
  return `${name} ${milliseconds(msMedian).padStart(9)}  ${parts.join("; ")}`;
}

function ratioTo(mine: Row, ms: number): string {
  return `${times(ms / mine.msMedian!)} our ${mine.backend}`;
}

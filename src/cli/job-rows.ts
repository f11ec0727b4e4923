/** What the rows of a job say, which an earlier process may have written. */
import { BadInput } from "../core/bad-input.ts";
import { curvesIn, type RunCurves } from "./curves-csv.ts";
import type { FolderFiles } from "./folder-files.ts";
import type { StageTimes } from "../core/stage-times.ts";
import { timesIn } from "./stage-times.ts";

/** What a finished run measured, by an earlier process too. */
export function curvesOf(folder: FolderFiles, prefix: string): RunCurves {
  const bytes = folder.read(`${prefix}metrics.csv`);
  const curves = bytes && curvesIn(new TextDecoder().decode(bytes));
  if (curves) return curves;
  throw missingRows(folder, `${prefix}metrics.csv`);
}

/** What a job's training cost so far, by an earlier process too. */
export function timesOf(folder: FolderFiles, prefix: string): StageTimes {
  const bytes = folder.read(`${prefix}timings.csv`);
  const times = bytes && timesIn(new TextDecoder().decode(bytes));
  if (times) return times;
  throw missingRows(folder, `${prefix}timings.csv`);
}

function missingRows(folder: FolderFiles, file: string): BadInput {
  return new BadInput(
    `${folder.pathOf(file)} is missing or damaged; move its folder away, and the same command makes that run anew.`,
  );
}

/** `metrics.csv` and `timings.csv` of one run, written as it goes. */
import type { Report, RunKey } from "../core/report.ts";
import type { FolderFiles } from "./folder-files.ts";
import type { RowFile, RowMark } from "./row-file.ts";
import { metricRows, metricsHeader, timingRow, timingsHeader } from "../core/report-rows.ts";

export interface RunMarks {
  readonly metrics: RowMark;
  readonly timings: RowMark;
}

export class RunRows {
  readonly #metrics: RowFile;
  readonly #timings: RowFile;
  readonly #run: RunKey;
  readonly #method: string;

  /** From the beginning, or behind what a checkpoint knows. The caller closes it. */
  constructor(folder: FolderFiles, prefix: string, run: RunKey, method: string, marks: RunMarks | null) {
    this.#run = run;
    this.#method = method;
    this.#metrics = folder.rows(`${prefix}metrics.csv`, metricsHeader, marks?.metrics ?? null);
    this.#timings = folder.rows(`${prefix}timings.csv`, timingsHeader, marks?.timings ?? null);
  }

  add(report: Report): void {
    this.#metrics.add(metricRows(this.#run, this.#method, report));
    this.#timings.add(timingRow(this.#run, report));
  }

  marks(): RunMarks {
    return { metrics: this.#metrics.mark(), timings: this.#timings.mark() };
  }

  close(): void {
    this.#metrics.close();
    this.#timings.close();
  }
}

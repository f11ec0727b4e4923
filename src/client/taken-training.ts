/** A training that comes from a file, as it is kept beside those that were trained here. */
import { hasSha256, sha256Of } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import { endsIn } from "../core/ends-in.ts";
import { runId } from "../core/plan-jobs.ts";
import { runFileText, type RunFile } from "../core/run-file.ts";
import { isSameRun, pageOrder } from "../core/run-order.ts";
import type { TrainingRecord } from "../storage/training-record.ts";

/** Of equal contents the same id, so that what comes twice is kept once; null over plain http, where nothing can be hashed. */
export async function idOfFile(file: RunFile): Promise<string | null> {
  return hasSha256() ? `file-${await sha256Of(new TextEncoder().encode(runFileText(file)))}` : null;
}

/** `now` is in milliseconds since 1970. It has ended where every run that the file holds has. */
export function takenRecord({ document, environment, runs }: RunFile, id: string, now: number): TrainingRecord {
  const plan = toPlan(document);
  const ends = endsIn({ plan, runs });
  const ended = new Set(ends.map((end) => end.id));
  // A file may hold some of a plan's runs; the others are nobody's to wait for.
  const order = pageOrder(plan).filter((run) => runs.some((other) => isSameRun(other.run, run)));
  return {
    version: 1,
    id,
    document,
    begunAt: now,
    changedAt: now,
    environment,
    status: order.length > 0 && order.every((run) => ended.has(runId(run))) ? "finished" : "left",
    chunks: 0,
    checkpoints: [],
    results: ends.flatMap(({ run, how }) => (how.kind === "finished" ? [{ run, accuracy: how.result.last.test }] : [])),
    order,
    ends,
  };
}

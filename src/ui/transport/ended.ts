/** How the runs of a plan ended, first in short. */
import type { Progress } from "../../client/phases.ts";
import { countsOf, type QueuedRun } from "../../client/run-queue.ts";
import type { Messages } from "../messages/messages.ts";

/** Runs that failed or were skipped have no iterations left, and a teacher that failed never makes all of its own. */
export function endedSentences(
  { transport, queue }: Pick<Messages, "transport" | "queue">,
  { done, total, rows }: Pick<Progress, "done" | "total"> & { readonly rows: readonly QueuedRun[] },
): string[] {
  const { finished, failed, skipped } = countsOf(rows);
  if (failed + skipped === 0 && done === total) return [transport.finished, transport.allOf(done, total)];
  return [finished > 0 ? transport.finished : transport.ended, queue.ended(finished, failed, skipped)];
}

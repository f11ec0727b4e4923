/** The engine's words as a page takes them: what no page would read fails the test that said it. */
import type { LookAnswer } from "../core/look.ts";
import type { Report } from "../core/report.ts";
import { eventIn } from "../protocol/events.ts";

/** The answer itself. */
export function taken(answer: LookAnswer): LookAnswer {
  if (!eventIn({ type: "looked", id: 1, answer })) throw new Error(`no page would read this answer: ${answer.type}`);
  return answer;
}

/** The reports themselves. */
export function takenReports(reports: readonly Report[]): readonly Report[] {
  for (const report of reports) {
    if (!eventIn({ type: "reports", run: { experiment: "tiny", seed: 1 }, reports: [report] }))
      throw new Error(`no page would read this report: ${report.type}`);
  }
  return reports;
}

/** How the runs of a recording ended, from their reports: those that have a result. */
import { runId } from "./plan-jobs.ts";
import type { Recording } from "./recording.ts";
import type { Report } from "./report.ts";
import { RunTally, type RunEnd } from "./run-end.ts";
import { isSameRun } from "./run-order.ts";
import { withRate } from "./sweep.ts";

/** A run may come in several pieces, in their order. */
export function endsIn({ plan, runs }: Pick<Recording, "plan" | "runs">): RunEnd[] {
  const first = runs.filter(({ run }, index) => runs.findIndex((other) => isSameRun(other.run, run)) === index);
  return first.flatMap(({ run }): RunEnd[] => {
    const experiment = plan.experiments.find(({ name }) => name === run.experiment);
    const reports = runs.filter((other) => isSameRun(other.run, run)).flatMap((one) => one.reports);
    const tally = new RunTally();
    tally.add(reports);
    if (!experiment || !tally.result) return [];
    const tuned = withRate(experiment, rateIn(reports) ?? experiment.task.rate);
    return [tally.end(runId(run), run, tuned, { kind: "finished", result: tally.result })];
  });
}

/** A sweep may have given it another than its experiment says. */
function rateIn(reports: readonly Report[]): number | null {
  const first = reports.find((report) => report.type === "step" && report.stage === 2 && report.step === 1);
  return first?.type === "step" ? first.rate : null;
}

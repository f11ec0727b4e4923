/** How the runs of a recording ended, from their reports: those that have a result. */
import { runId } from "../../core/plan-jobs.ts";
import type { Recording } from "../../core/recording.ts";
import { RunTally, type RunEnd } from "../../core/run-end.ts";
import { withRate } from "../../core/sweep.ts";

export function endsIn({ plan, runs }: Pick<Recording, "plan" | "runs">): RunEnd[] {
  return runs.flatMap(({ run, reports }): RunEnd[] => {
    const experiment = plan.experiments.find(({ name }) => name === run.experiment);
    const tally = new RunTally();
    tally.add(reports);
    if (!experiment || !tally.result) return [];
    // A sweep may have given it another.
    const first = reports.find((report) => report.type === "step" && report.stage === 2 && report.step === 1);
    const rate = first?.type === "step" ? first.rate : experiment.task.rate;
    return [tally.end(runId(run), run, withRate(experiment, rate), { kind: "finished", result: tally.result })];
  });
}

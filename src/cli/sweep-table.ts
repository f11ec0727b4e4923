/** How each experiment of a plan came to its rate: a table for a person, CSV for other programs. */
import type { Plan } from "../core/experiment.ts";
import { jobsOf } from "../core/plan-jobs.ts";
import { isAtEdge, type Tuning } from "../core/sweep.ts";
import type { PlanOutcome } from "./plan-queue.ts";
import { percent } from "../core/statistics/texts.ts";
import { csv } from "../core/report-rows.ts";
import { section } from "./result-table.ts";

type Tunings = ReadonlyMap<string, Tuning>;

/** Null without a sweep. */
export function sweepText({ sweep, experiments }: Plan, tunings: Tunings): string | null {
  if (!sweep) return null;
  const known = experiments.flatMap(({ name }) => {
    const tuning = tunings.get(name);
    return tuning ? { name, tuning } : [];
  });
  const cell = (validation: number | null) => (validation === null ? "failed" : percent(validation));
  const lines = known.map(({ name, tuning }) => [
    name,
    ...tuning.rates.map(({ validation }) => cell(validation)),
    tuning.rate === null ? "none" : String(tuning.rate),
  ]);
  const seeds = `${sweep.seeds.length === 1 ? "seed" : "seeds"} ${sweep.seeds.join(", ")}`;
  const length = sweep.iterations === null ? "" : ` for ${sweep.iterations} iterations`;
  const atEdge = known.filter(({ tuning }) => isAtEdge(tuning)).map(({ name }) => name);
  return [
    section(`Rates of stage 2, tried with ${seeds}${length}: validation accuracy of the last weights, %`, [
      ["experiment", ...sweep.rates.map(String), "chosen"],
      ...lines,
    ]),
    "Chosen by validation images alone; of equal rates, the smallest.",
    ...(atEdge.length > 0 ? [`At an end of the rates, beyond which none was tried: ${atEdge.join(", ")}.`] : []),
  ].join("\n");
}

/** Every trial; null without a sweep. */
export function sweepCsv(plan: Plan, outcomes: PlanOutcome, tunings: Tunings): string | null {
  if (!plan.sweep) return null;
  const rows = jobsOf(plan).flatMap((job) => {
    const outcome = outcomes.get(job.id);
    if (outcome?.kind !== "trial") return [];
    const { experiment, rate, seed } = outcome.trial.trial;
    const isChosen = tunings.get(experiment)?.rate === rate;
    return [experiment, rate, seed, outcome.trial.validation ?? "", isChosen ? 1 : 0].join(",");
  });
  return csv("experiment,rate,seed,validation_accuracy,chosen", rows);
}

/** How many experiments and runs a plan has, and how long they take at a guess. */
import { useMemo, type ReactNode } from "react";
import { estimateOf } from "../../client/estimate.ts";
import type { Plan } from "../../core/experiment.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { TimeText } from "../setup/estimate-of-plan.tsx";

const hasGpuApi = "gpu" in navigator;

export function PlanSize({ plan }: { readonly plan: Plan }): ReactNode {
  const { plan: words } = useMessages();
  const measured = useLabState((state) => state.measured);
  const { time } = useMemo(() => estimateOf(plan, measured, hasGpuApi), [plan, measured]);
  const { sweep, experiments } = plan;
  const trials = sweep ? sweep.rates.length * sweep.seeds.length * experiments.length : 0;
  return (
    <>
      <span>{words.size(experiments.length, runsOf(plan).length, trials)}</span> · <TimeText time={time} />
    </>
  );
}

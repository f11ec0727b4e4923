import { useMemo } from "react";
import type { LabState } from "../../client/lab-state.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { runRecords, type LiveTraining, type RunRecord } from "../../client/runs/run-records.ts";
import { useSaved } from "../kept/use-saved.ts";
import { useLabState } from "../lab-context.ts";

export function useRunRecords(): readonly RunRecord[] {
  const queue = useLabState((state) => state.queue);
  const plan = useLabState((state) => state.shown?.plan ?? null);
  const openState = useLabState(openStateOf);
  const trainings = useSaved((state) => state.trainings);
  return useMemo(() => {
    const environment = trainings.find(({ id }) => id === queue?.training)?.environment ?? null;
    return runRecords(queue && plan && { plan, environment, queue, openState }, trainings);
  }, [queue, plan, openState, trainings]);
}

function openStateOf({ run }: LabState): LiveTraining["openState"] {
  if (run.status === "failed") return "failed";
  return isUnderWay(run) ? "training" : "interrupted";
}

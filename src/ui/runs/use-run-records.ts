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
  const kept = useSaved((state) => state.trainings);
  const visit = useSaved((state) => state.visit);
  return useMemo(() => {
    // What is kept of one that could not be saved is not all of it.
    const trainings = [...visit, ...kept.filter(({ id }) => visit.every((other) => other.id !== id))];
    const environment = trainings.find(({ id }) => id === queue?.training)?.environment ?? null;
    return runRecords(queue && plan && { plan, environment, queue, openState }, trainings);
  }, [queue, plan, openState, kept, visit]);
}

function openStateOf({ run }: LabState): LiveTraining["openState"] {
  if (run.status === "failed") return "failed";
  return isUnderWay(run) ? "training" : "interrupted";
}

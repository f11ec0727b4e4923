/** Which run the matrices, and all else that looks inside, are of. */
import { useMemo } from "react";
import type { Views } from "../../client/live-run.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { viewKey } from "../../client/phases.ts";
import type { RunView } from "../../client/run-view.ts";
import { leadOf } from "../../client/settings.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import type { FspSettings } from "../../core/fsp-settings.ts";
import { matchesOf } from "../../core/matching.ts";
import type { Match } from "../../core/pairs.ts";
import { hasTeacher } from "../../core/plan-runs.ts";
import { probeImagesOf } from "../../core/probe.ts";
import type { WholeKind } from "../../core/relations/settings.ts";
import type { Matrix, RunKey } from "../../core/report.ts";
import { comparedBy, relationOf } from "../compared/compared-by.ts";
import { useLabState } from "../lab-context.ts";

export interface ShownRun {
  readonly view: RunView | null;
  /** The same, where its weights can be looked into: of a recorded run only its matrices are there to see. */
  readonly live: RunView | null;
  /** That run's own, which need not be set up any more; null before any plan is shown. */
  readonly experiment: Experiment | null;
  readonly matches: readonly Match[] | null;
  /** Those of them that have a teacher's matrix. */
  readonly compared: readonly Match[];
  readonly teacherMatrices: readonly Matrix[] | null;
  /** How its matrices are compared, where that is not cell by cell as they are. */
  readonly comparison: FspSettings | null;
  /** What is compared instead of cells. */
  readonly relation: WholeKind | null;
  /** How many held-out images there are. */
  readonly heldOut: number;
  /** Of how many the reported matrices are means; null before any plan is shown, 0 where no run of it has a teacher. */
  readonly probed: number | null;
  /** Training goes on. */
  readonly going: boolean;
  /** Those that can be chosen, by key. */
  readonly choices: readonly (readonly [key: string, view: RunView])[];
  /** No run is chosen: the one that trains is followed. */
  readonly follows: boolean;
}

/** `chosen` is a run's key; null, or the key of one that is gone, follows the training. */
export function useShownRun(chosen: string | null): ShownRun {
  const views = useLabState((state) => state.views);
  const plan = useLabState((state) => state.shown?.plan ?? null);
  const going = useLabState((state) => isUnderWay(state.run));
  const current = useLabState(({ queue }) => queue?.current ?? null);
  const view = (chosen !== null && views[chosen]) || inProgress(views, plan, going ? current : null);
  const experiment = plan && (plan.experiments.find(({ name }) => name === view?.run.experiment) ?? leadOf(plan));
  const matches = useMemo(() => experiment && shownMatches(experiment), [experiment]);
  const comparison = useMemo(() => experiment && comparedBy(experiment), [experiment]);
  const choices = Object.entries(views).filter(([, { matrices }]) => matrices);
  const teacherMatrices = view?.teacherMatrices ?? choices[0]?.[1].teacherMatrices ?? null;
  const heldOut = experiment?.data.validation ?? 0;
  return {
    view,
    live: view && view.snapshots.length > 0 ? view : null,
    experiment,
    matches,
    compared: (teacherMatrices && matches) ?? noMatches,
    teacherMatrices,
    comparison,
    relation: relationOf(comparison),
    heldOut,
    probed: plan && (anyTeacher(plan) ? probeImagesOf(heldOut) : 0),
    going,
    choices,
    follows: chosen === null || !views[chosen],
  };
}

const noMatches: readonly Match[] = [];

function anyTeacher(plan: Plan): boolean {
  return plan.experiments.some((experiment) => hasTeacher(plan, experiment));
}

function shownMatches(experiment: Experiment): readonly Match[] {
  return matchesOf(experiment.method, teacherNetwork(experiment), studentNetwork(experiment));
}

/** The run that is trained now; else the one of the plan that is not finished; of those side by side or all finished, the first. */
function inProgress(views: Views, plan: Plan | null, current: RunKey | null): RunView | null {
  const trained = current && views[viewKey(current)];
  if (trained && plan?.experiments.some(({ name }) => name === current.experiment)) return trained;
  const begun = plan?.seeds.flatMap((seed) =>
    plan.experiments.flatMap(({ name }) => views[viewKey({ experiment: name, seed })] ?? []),
  );
  if (!begun?.length) return null;
  const going = begun.filter(({ result }) => result === null);
  return going.length === 1 ? going[0]! : begun[0]!;
}

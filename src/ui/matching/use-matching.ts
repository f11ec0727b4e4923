import { useMemo } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { leadOf } from "../../client/settings.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import type { Experiment } from "../../core/experiment.ts";
import type { FspFamily } from "../../core/methods/facts.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import type { FspSettings } from "../../core/fsp-settings.ts";
import { fspSettingsOf } from "../../core/fsp-settings.ts";
import type { NamedPair } from "../../core/hand-matching.ts";
import { namedPairs } from "../../core/hand-matching.ts";
import type { MatchingOutcome } from "../../core/matching.ts";
import { matchingOf } from "../../core/matching.ts";
import type { Network } from "../../core/network.ts";
import type { PlanProblem } from "../../core/plan-problem.ts";
import type { PreflightRow } from "../../core/preflight.ts";
import { preflightOf } from "../../core/preflight.ts";
import { useLabState } from "../lab-context.ts";

/** Of the plan's leading experiment. */
export interface MatchingView {
  readonly experiment: Experiment;
  readonly method: FspFamily;
  readonly settings: FspSettings;
  readonly networks: { readonly teacher: Network; readonly student: Network };
  readonly outcome: MatchingOutcome;
  readonly pairs: readonly NamedPair[];
  readonly rows: readonly PreflightRow[];
  readonly problem: PlanProblem | null;
  /** While a run is under way nothing can be changed. */
  readonly fixed: boolean;
}

/** Null where the method compares no matrices, or a network cannot be built. */
export function useMatching(): MatchingView | null {
  const experiment = useLabState((state) => leadOf(state.plan));
  const problem = useLabState((state) => state.problem);
  const fixed = useLabState((state) => isUnderWay(state.run));
  const found = useMemo(() => matchingIn(experiment), [experiment]);
  return useMemo(() => found && { ...found, problem, fixed }, [found, problem, fixed]);
}

function matchingIn(experiment: Experiment): Omit<MatchingView, "problem" | "fixed"> | null {
  const { method } = experiment;
  if (!readsFsp(method)) return null;
  try {
    const networks = { teacher: teacherNetwork(experiment), student: studentNetwork(experiment) };
    const settings = fspSettingsOf(method);
    return {
      experiment,
      method,
      settings,
      networks,
      outcome: matchingOf(networks.teacher, networks.student, method.firstTap, settings),
      pairs: namedPairs(method, networks),
      rows: preflightOf(networks.teacher, networks.student, method.firstTap, settings),
    };
  } catch {
    // A network that is being drawn may not be one yet.
    return null;
  }
}

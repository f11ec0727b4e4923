/** What the page knows at one moment. */
import { toPlan } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import type { Link } from "../core/link.ts";
import type { LinkView } from "../core/link-view.ts";
import { phasesOf } from "../core/plan-phases.ts";
import type { PlanProblem } from "../core/plan-problem.ts";
import type { Problem } from "../core/problem.ts";
import type { Environment } from "../core/report.ts";
import type { MeasuredRate } from "./estimate.ts";
import type { LiveRun } from "./live-run.ts";
import { measuredMilliseconds } from "./phases.ts";
import type { KeptReference } from "./reference.ts";
import type { Setup } from "./settings.ts";
import { planOf } from "./settings.ts";
import { setupProblemOf } from "./setup-problem.ts";
import type { Slowed } from "./slowed.ts";

export interface LabState extends LiveRun {
  readonly setup: Setup;
  /** The preset that the set-up began as; null for others. */
  readonly preset: string | null;
  readonly isFromLink: boolean;
  readonly plan: Plan;
  /** Of the document that Share would send; null while it is worked out. */
  readonly hash: string | null;
  /** Why this cannot be trained; null where it can. */
  readonly problem: PlanProblem | null;
  /** What was recorded and where; null where no recorded run was found. */
  readonly recorded: { readonly plan: Plan; readonly environment: Environment } | null;
  /** A document from a link or a file that nobody has opened yet, with what came beside it. */
  readonly proposal: Link | null;
  /** What the link asks to look at that was opened last; null before. */
  readonly view: LinkView | null;
  /** What runs of one document are held against. */
  readonly reference: KeptReference | null;
  /** Why a link could not be read. */
  readonly badLink: Problem | null;
  readonly measured: MeasuredRate | null;
  /** What is set up goes on, or begins anew, with a smaller rate than a run that broke; null for all else. */
  readonly slowed: Slowed | null;
}

/** The plan whose networks are drawn: what a link holds, where nothing else is on screen. */
export function picturedPlan({ proposal, shown, plan }: LabState): Plan {
  return proposal && shown === null ? toPlan(proposal.document) : plan;
}

export function setupState(setup: Setup): Pick<LabState, "setup" | "plan" | "problem"> {
  return { setup, plan: planOf(setup), problem: setupProblemOf(setup) };
}

/** From the run on screen; null where nothing was measured yet. */
export function measuredRateOf({ shown, views, backend, queue }: LabState): MeasuredRate | null {
  const milliseconds = shown && measuredMilliseconds(phasesOf(shown.plan, queue?.order), views);
  return milliseconds && backend ? { backend: backend.kind, milliseconds } : null;
}

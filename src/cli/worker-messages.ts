/** What the process of a plan and those that work for it say to each other. */
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import type { Plan } from "../core/experiment.ts";
import type { Environment, StepReport } from "../core/report.ts";
import type { JobOutcome, Task } from "./job-outcome.ts";

/** What a working process has to know before its first job. */
export interface Employment {
  readonly plan: Plan;
  readonly backend: BackendKind;
  readonly engine: EngineKind;
  /** The paths that --data gave. */
  readonly data: readonly string[];
  /** The paths of teachers that experiments name. */
  readonly teachers: readonly string[];
  readonly out: string;
  readonly identity: string;
  readonly dumpBatch: number;
}

export type ToWorker =
  | { readonly type: "open"; readonly employment: Employment }
  | { readonly type: "perform"; readonly task: Task }
  /** Keep what the job in progress can go on from. */
  | { readonly type: "stop" };

export type FromWorker =
  | { readonly type: "opened"; readonly environment: Environment }
  | { readonly type: "step"; readonly step: StepReport }
  | { readonly type: "done"; readonly outcome: JobOutcome }
  | { readonly type: "stopped" }
  | { readonly type: "failed"; readonly message: string; readonly isBadInput: boolean };

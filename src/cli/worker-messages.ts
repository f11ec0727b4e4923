/** What the process of a plan and those that work for it say to each other, checked where it arrives. */
import * as v from "valibot";
import { backendKinds, engineKinds, type BackendKind, type EngineKind } from "../core/backend-kind.ts";
import { experimentSchema, planSchema, type Plan } from "../core/experiment.ts";
import { messageReader } from "../core/message-reader.ts";
import type { Job } from "../core/plan-jobs.ts";
import type { Environment, StepReport } from "../core/report.ts";
import { environmentSchema, resultSchema, runKeySchema, stepReportSchema } from "../core/report-schema.ts";
import { curveSchema, stageTimesSchema } from "../core/run-end-schema.ts";
import { count } from "../core/schema-parts.ts";
import type { TrialKey, Tuning } from "../core/sweep.ts";
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

const trialKey = v.object({
  experiment: v.string(),
  rate: v.number(),
  seed: count,
}) satisfies v.GenericSchema<TrialKey>;
const commonJob = { id: v.string(), experiment: experimentSchema, seed: count, needs: v.array(v.string()) };
const job = v.variant("kind", [
  v.object({ kind: v.literal("teacher"), ...commonJob }),
  v.object({ kind: v.literal("trial"), ...commonJob, trial: trialKey }),
  v.object({ kind: v.literal("run"), ...commonJob, run: runKeySchema }),
]) satisfies v.GenericSchema<Job>;
const tuning = v.object({
  rate: v.nullable(v.number()),
  rates: v.array(v.object({ rate: v.number(), validation: v.nullable(v.number()) })),
}) satisfies v.GenericSchema<Tuning>;

/** Null where the parent said what no parent of this program says. */
export const toWorkerIn = messageReader<ToWorker>({
  open: v.object({
    type: v.literal("open"),
    employment: v.object({
      plan: planSchema,
      backend: v.picklist(backendKinds),
      engine: v.picklist(engineKinds),
      data: v.array(v.string()),
      teachers: v.array(v.string()),
      out: v.string(),
      identity: v.string(),
      dumpBatch: count,
    }),
  }),
  perform: v.object({ type: v.literal("perform"), task: v.object({ job, tuning: v.nullable(tuning) }) }),
  stop: v.object({ type: v.literal("stop") }),
});

const failure = v.nullable(v.string());
const outcome = v.variant("kind", [
  v.object({ kind: v.literal("teacher"), times: stageTimesSchema, failure }),
  v.object({
    kind: v.literal("trial"),
    times: stageTimesSchema,
    trial: v.object({ trial: trialKey, validation: v.nullable(v.number()) }),
    failure,
  }),
  v.object({
    kind: v.literal("run"),
    times: stageTimesSchema,
    outcome: v.variant("status", [
      v.object({
        status: v.literal("finished"),
        run: runKeySchema,
        result: v.pick(resultSchema, ["last", "best", "iterations"]),
        validation: curveSchema,
      }),
      v.object({ status: v.literal("failed"), run: runKeySchema, reason: v.string() }),
    ]),
  }),
]) satisfies v.GenericSchema<JobOutcome>;

/** Null where a process said what no process of this program says. */
export const fromWorkerIn = messageReader<FromWorker>({
  opened: v.object({ type: v.literal("opened"), environment: environmentSchema }),
  step: v.object({ type: v.literal("step"), step: stepReportSchema }),
  done: v.object({ type: v.literal("done"), outcome }),
  stopped: v.object({ type: v.literal("stopped") }),
  failed: v.object({ type: v.literal("failed"), message: v.string(), isBadInput: v.boolean() }),
});

/** Reports as they come back from the database or a file, checked. */
import * as v from "valibot";
import { backendKinds, engineKinds } from "./backend-kind.ts";
import type { LossName } from "./methods/facts.ts";
import { methodKinds } from "./methods/usual.ts";
import type { RecordedRun } from "./recording.ts";
import type { Environment, Report, StepReport } from "./report.ts";
import { count } from "./schema-parts.ts";

export const stageSchema = v.picklist([0, 1, 2]);
const numbers = v.record(v.string(), v.number());
const texts = v.nullable(v.string());

export const runKeySchema = v.object({ experiment: v.string(), seed: count });

export const matrixSchema = v.pipe(
  v.object({ pair: v.string(), shape: v.tuple([count, count]), values: v.instance(Float32Array) }),
  v.check(({ shape, values }) => values.length === shape[0] * shape[1]),
);
const score = v.object({ step: count, validation: v.number(), test: v.number() });

export const environmentSchema = v.object({
  lab: v.string(),
  sources: v.exactOptional(v.string()),
  tfjs: v.string(),
  backend: v.picklist(backendKinds),
  engine: v.picklist(engineKinds),
  adapter: texts,
  software: v.boolean(),
  variants: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<unknown, Environment>;

const parameters = v.object({ parameters: count, numbers: count });
const copied = v.object({ copied: parameters, kept: parameters });
const lossNames = ["fsp", "hint", "soft", "attention", "similarity"] as const satisfies readonly LossName[];
export const lossName = v.picklist(lossNames);

export const resultSchema = v.object({
  experiment: v.string(),
  experimentHash: v.string(),
  seed: count,
  method: v.picklist(methodKinds),
  last: score,
  best: score,
  teacher: v.nullable(v.object({ validation: v.number(), test: v.number() })),
  iterations: v.object({ teacher: count, fsp: count, task: count }),
  copied: v.exactOptional(copied),
  weightsHash: v.string(),
  teacherWeightsHash: texts,
  environment: environmentSchema,
});

export const stepReportSchema = v.object({
  type: v.literal("step"),
  stage: stageSchema,
  step: count,
  rate: v.number(),
  loss: v.number(),
  accuracy: v.nullable(v.number()),
  pairLoss: v.nullable(numbers),
  methodLoss: v.exactOptional(v.object({ name: lossName, weighted: v.number(), parts: numbers })),
  milliseconds: v.number(),
}) satisfies v.GenericSchema<unknown, StepReport>;

export const reportSchema = v.variant("type", [
  v.object({ type: v.literal("stage"), stage: stageSchema, iterations: count }),
  stepReportSchema,
  v.object({
    type: v.literal("evaluation"),
    stage: stageSchema,
    step: count,
    split: v.picklist(["validation", "test"]),
    weights: v.picklist(["current", "last", "best"]),
    accuracy: v.number(),
    loss: v.number(),
  }),
  v.object({ type: v.literal("teacherMatrices"), matrices: v.array(matrixSchema) }),
  v.object({
    type: v.literal("matrices"),
    stage: stageSchema,
    step: count,
    matrices: v.array(matrixSchema),
    distance: numbers,
  }),
  v.object({ type: v.literal("methodLoss"), stage: v.picklist([1, 2]), step: count, name: lossName, parts: numbers }),
  v.object({ type: v.literal("weights"), stage: stageSchema, step: count, hash: v.string() }),
  v.object({ type: v.literal("copied"), counts: copied }),
  v.object({ type: v.literal("finished"), result: resultSchema }),
]) satisfies v.GenericSchema<unknown, Report>;

export const recordedRunSchema = v.object({ run: runKeySchema, reports: v.array(reportSchema) });
const recordedRuns = v.array(recordedRunSchema);

/** Null where this is not what the lab wrote. */
export function recordedRunsIn(value: unknown): readonly RecordedRun[] | null {
  const found = v.safeParse(recordedRuns, value);
  return found.success ? found.output : null;
}

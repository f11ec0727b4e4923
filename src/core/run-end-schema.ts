/** How runs ended, as it comes back from the database, or from a worker: checked. */
import * as v from "valibot";
import type { RunEnd } from "./run-end.ts";
import type { StageTimes } from "./stage-times.ts";
import type { Curve } from "./statistics/curve.ts";
import { resultSchema, runKeySchema } from "./report-schema.ts";
import { count } from "./schema-parts.ts";

const time = v.object({ iterations: count, seconds: v.number() });

export const stageTimesSchema = v.object({ 0: time, 1: time, 2: time }) satisfies v.GenericSchema<StageTimes>;
export const curveSchema = v.pipe(
  v.object({ steps: v.array(count), values: v.array(v.number()) }),
  v.check(({ steps, values }) => steps.length === values.length),
) satisfies v.GenericSchema<Curve>;

const how = v.variant("kind", [
  v.object({
    kind: v.literal("finished"),
    result: v.pick(resultSchema, ["last", "best", "iterations", "weightsHash"]),
  }),
  v.object({ kind: v.literal("tried"), accuracy: v.number() }),
  v.object({ kind: v.literal("failed"), reason: v.string() }),
  v.object({ kind: v.literal("skipped") }),
]);

export const runEndSchema = v.object({
  id: v.string(),
  run: runKeySchema,
  rate: v.number(),
  how,
  validation: curveSchema,
  times: stageTimesSchema,
}) satisfies v.GenericSchema<unknown, RunEnd>;

/** What a training worker may be told, checked where it arrives. */
import * as v from "valibot";
import { experimentSchema, planSchema } from "../core/experiment.ts";
import { imageSetSchema } from "../core/image-set-schema.ts";
import { environmentSchema, recordedRunSchema, runKeySchema, stageSchema } from "../core/report-schema.ts";
import { count } from "../core/schema-parts.ts";
import type { Branch } from "./divergence.ts";
import type { JudgeCommand } from "./judge-messages.ts";
import { lookSchema } from "./look-schema.ts";
import { messageReader } from "../core/message-reader.ts";
import type { AskedBackend, Command, Keep } from "./messages.ts";
import { anyBytes, askedEngine, backendKind, documentSchema } from "./schema-parts.ts";

const askedBackend = v.object({
  kind: backendKind,
  reason: v.picklist(["asked", "resumed", "chosen"]),
}) satisfies v.GenericSchema<AskedBackend>;

const keep = v.object({
  id: v.string(),
  document: documentSchema,
  resumes: v.boolean(),
}) satisfies v.GenericSchema<Keep>;

const branch = v.object({
  run: runKeySchema,
  stage: stageSchema,
  sound: count,
  checkpoint: anyBytes,
  environment: environmentSchema,
  experiment: experimentSchema,
  as: runKeySchema,
  before: v.array(recordedRunSchema),
}) satisfies v.GenericSchema<Branch>;

const order = v.array(runKeySchema);
const start = { ...askedEngine, backend: v.nullable(askedBackend) };

/** Null where the page said what no page of this lab says. */
export const commandIn = messageReader<Command | JudgeCommand>({
  start: v.object({
    type: v.literal("start"),
    ...start,
    plan: planSchema,
    paused: v.boolean(),
    keep,
    order: v.nullable(order),
    branch: v.nullable(branch),
  }),
  order: v.object({ type: v.literal("order"), order }),
  give: v.object({
    type: v.literal("give"),
    sets: v.array(v.object({ sha256: v.string(), images: imageSetSchema })),
  }),
  pause: v.object({ type: v.literal("pause") }),
  resume: v.object({ type: v.literal("resume") }),
  step: v.object({ type: v.literal("step") }),
  look: v.object({ type: v.literal("look"), id: count, run: runKeySchema, look: lookSchema }),
  judge: v.object({
    type: v.literal("judge"),
    ...start,
    experiment: experimentSchema,
    students: v.array(anyBytes),
  }),
});

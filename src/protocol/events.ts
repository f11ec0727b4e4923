/** What a training worker may say, checked where it arrives. */
import * as v from "valibot";
import { brokenLayerSchema } from "../core/broken-layer-schema.ts";
import type { RunMoment } from "../core/moment.ts";
import { problemSchema } from "../core/problem-schema.ts";
import { environmentSchema, reportSchema, runKeySchema, stageSchema } from "../core/report-schema.ts";
import { runEndSchema } from "../core/run-end-schema.ts";
import { count } from "../core/schema-parts.ts";
import type { Divergence } from "./divergence.ts";
import type { JudgeEvent } from "./judge-messages.ts";
import { lookAnswerSchema, lookFailure, momentSchema } from "./look-schema.ts";
import { messageReader } from "../core/message-reader.ts";
import type { BackendNotice, BackendReason, Event, FailureCode } from "./messages.ts";
import { anyBytes, backendKind, keysOf, real, troubleCode } from "./schema-parts.ts";

const backendReasons = {
  asked: null,
  resumed: null,
  chosen: null,
  hardware: null,
  "no-api": null,
  "no-adapter": null,
  "software-adapter": null,
  "no-device": null,
} satisfies Record<BackendReason, null>;

const backend = v.object({
  kind: backendKind,
  adapter: v.nullable(v.string()),
  software: v.boolean(),
  reason: v.picklist(keysOf(backendReasons)),
  threads: v.nullable(v.object({ count, trouble: v.nullable(v.picklist(["not-isolated", "not-started"])) })),
}) satisfies v.GenericSchema<BackendNotice>;

const failureCodes = {
  gpu: null,
  "no-wasm": null,
  "no-simd": null,
  "no-worker": null,
  thread: null,
  memory: null,
  "not-finite": null,
  input: null,
  internal: null,
} satisfies Record<FailureCode, null>;

const runMoment = v.object({ run: runKeySchema, moment: momentSchema }) satisfies v.GenericSchema<RunMoment>;

const divergence = v.object({
  run: runKeySchema,
  stage: stageSchema,
  sound: count,
  checkpoint: v.nullable(anyBytes),
  environment: environmentSchema,
}) satisfies v.GenericSchema<Divergence>;

/** What training and judging share. */
const shared = {
  loading: v.object({
    type: v.literal("loading"),
    what: v.picklist(["images", "teacher"]),
    done: real,
    total: real,
  }),
  alive: v.object({ type: v.literal("alive") }),
  failed: v.object({
    type: v.literal("failed"),
    code: v.picklist(keysOf(failureCodes)),
    message: v.string(),
    problem: v.nullable(problemSchema),
  }),
};

/** Null where the worker said what no worker of this lab says. */
export const eventIn = messageReader<Event>({
  ...shared,
  backend: v.object({ type: v.literal("backend"), backend }),
  reports: v.object({ type: v.literal("reports"), run: runKeySchema, reports: v.array(reportSchema) }),
  begun: v.object({ type: v.literal("begun"), environment: environmentSchema, resumed: v.boolean() }),
  queue: v.object({ type: v.literal("queue"), order: v.array(runKeySchema), ends: v.array(runEndSchema) }),
  ended: v.object({ type: v.literal("ended"), end: runEndSchema }),
  returning: v.object({ type: v.literal("returning"), runs: v.array(runKeySchema) }),
  saving: v.object({ type: v.literal("saving"), trouble: v.nullable(troubleCode) }),
  pausing: v.object({ type: v.literal("pausing") }),
  paused: v.object({ type: v.literal("paused") }),
  training: v.object({ type: v.literal("training") }),
  snapshot: v.object({ type: v.literal("snapshot"), kept: runMoment, dropped: v.array(runMoment) }),
  looked: v.object({ type: v.literal("looked"), id: count, answer: lookAnswerSchema }),
  lookRefused: v.object({ type: v.literal("lookRefused"), id: count, code: lookFailure, message: v.string() }),
  finished: v.object({ type: v.literal("finished") }),
  diverged: v.object({ type: v.literal("diverged"), divergence }),
  searching: v.object({ type: v.literal("searching"), done: count, total: count }),
  located: v.object({
    type: v.literal("located"),
    layer: v.nullable(brokenLayerSchema),
    isSearched: v.boolean(),
  }),
});

/** The same of a worker whose networks answer together. */
export const judgeEventIn = messageReader<JudgeEvent>({
  ...shared,
  judging: v.object({ type: v.literal("judging"), done: count }),
  judged: v.object({ type: v.literal("judged"), alone: v.array(real), together: real }),
});

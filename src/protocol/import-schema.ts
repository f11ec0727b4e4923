/** What page and import worker say to each other, checked where it arrives. */
import * as v from "valibot";
import type { BundledTraining } from "../core/bundle.ts";
import type { FoundImages } from "../core/found-images.ts";
import type { HubSet } from "../core/hub.ts";
import type { LabFiles } from "../core/lab-files.ts";
import { environmentSchema, recordedRunSchema } from "../core/report-schema.ts";
import { runEndSchema } from "../core/run-end-schema.ts";
import { count } from "../core/schema-parts.ts";
import type { ContactSheet } from "../core/set-summary.ts";
import type { SetOutline } from "../core/stored-choice.ts";
import {
  imageSetSchema,
  imageSize,
  placeSchema as place,
  refittedSchema,
  splitSchema as split,
} from "../core/image-set-schema.ts";
import { problemSchema } from "../core/problem-schema.ts";
import type { GivenFile, ImportCommand, ImportEvent, ImportProgress } from "./import-messages.ts";
import { messageReader } from "../core/message-reader.ts";
import { anyBytes, bytes, documentSchema, real, texts, troubleCode } from "./schema-parts.ts";

const splitCounts = { training: count, validation: count, test: count };

const givenFile = v.object({ path: v.string(), file: v.blob() }) satisfies v.GenericSchema<GivenFile>;

const hubSet = v.object({
  id: v.string(),
  config: v.string(),
  files: v.array(v.object({ split, path: v.string(), bytes: count })),
}) satisfies v.GenericSchema<HubSet>;

const bundledTraining = v.object({
  file: v.object({ document: documentSchema, environment: environmentSchema, runs: v.array(recordedRunSchema) }),
  ends: v.array(runEndSchema),
  weights: v.map(v.string(), anyBytes),
}) satisfies v.GenericSchema<BundledTraining>;

/** Null where the page said what no page of this lab says. */
export const importCommandIn = messageReader<ImportCommand>({
  read: v.object({ type: v.literal("read"), name: v.string(), files: v.array(givenFile) }),
  list: v.object({ type: v.literal("list"), id: v.string() }),
  fetch: v.object({ type: v.literal("fetch"), order: v.object({ set: hubSet, first: v.nullable(count) }) }),
  pack: v.object({ type: v.literal("pack"), trainings: v.array(bundledTraining) }),
  open: v.object({ type: v.literal("open"), name: v.string(), sha256: v.string() }),
});

const progress = v.object({
  what: v.picklist(["reading", "fetching", "looking", "keeping"]),
  file: v.string(),
  done: v.nullable(real),
  total: v.nullable(real),
  bytes: v.nullable(real),
}) satisfies v.GenericSchema<ImportProgress>;

const outline = v.object({
  name: v.string(),
  sha256: v.string(),
  size: imageSize,
  classes: texts,
  counts: v.object(splitCounts),
}) satisfies v.GenericSchema<SetOutline>;

const sheet = v.pipe(
  v.object({ size: imageSize, counts: v.array(count), pixels: anyBytes }),
  v.check(
    ({ size: [height, width, channels], counts, pixels }) =>
      pixels.length === counts.reduce((sum, n) => sum + n, 0) * height * width * channels,
  ),
) satisfies v.GenericSchema<ContactSheet>;

const odd = <const One extends v.GenericSchema>(one: One) => v.object({ count, examples: v.array(one) });

const found = v.object({
  outline,
  classes: v.array(v.object({ name: v.string(), ...splitCounts })),
  mean: v.array(real),
  deviation: v.array(real),
  sheet,
  oddSheet: sheet,
  duplicates: odd(v.tuple([place, place])),
  leaks: count,
  oneColour: odd(place),
  refitted: odd(refittedSchema),
  ignored: odd(v.string()),
  empty: texts,
  decodedHere: count,
  unkept: v.nullable(v.object({ code: troubleCode, images: imageSetSchema })),
}) satisfies v.GenericSchema<FoundImages>;

const labFiles = v.variant("kind", [
  v.object({ kind: v.literal("set-up"), document: documentSchema }),
  v.object({ kind: v.literal("trainings"), trainings: v.array(bundledTraining) }),
  v.object({ kind: v.literal("teachers"), teachers: v.array(v.object({ name: v.string(), bytes: anyBytes })) }),
]) satisfies v.GenericSchema<LabFiles>;

/** Null where the worker said what no worker of this lab says. */
export const importEventIn = messageReader<ImportEvent>({
  progress: v.object({ type: v.literal("progress"), progress }),
  keeping: v.object({ type: v.literal("keeping"), sha256: v.string() }),
  listed: v.object({ type: v.literal("listed"), sets: v.array(hubSet) }),
  "lab-files": v.object({ type: v.literal("lab-files"), files: labFiles }),
  packed: v.object({ type: v.literal("packed"), bytes }),
  found: v.object({ type: v.literal("found"), found }),
  refused: v.object({ type: v.literal("refused"), problem: problemSchema }),
  failed: v.object({ type: v.literal("failed"), reason: v.string() }),
});

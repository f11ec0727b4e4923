/** Looks and their answers as messages, checked. */
import * as v from "valibot";
import type { ChannelOrigin, OwnChannels } from "../core/compared-channels.ts";
import type { PairMaps } from "../core/fsp-cell.ts";
import type { At, Look, LookAnswer, LookFailure, PairMatrices, Side, Subject } from "../core/look.ts";
import type { LossGradients } from "../core/loss-gradients.ts";
import type { WeightSetting } from "../core/methods/weights.ts";
import type { Moment } from "../core/moment.ts";
import { groupReductions } from "../core/relations/channel-groups.ts";
import type { RelationParts } from "../core/relations/relation-parts.ts";
import { lossName, matrixSchema } from "../core/report-schema.ts";
import { imageSize } from "../core/image-set-schema.ts";
import { count } from "../core/schema-parts.ts";
import type { Phase } from "../core/slow-motion.ts";
import { anyBytes, floats, keysOf, real, shape, texts } from "./schema-parts.ts";

export const momentSchema = v.object({
  stage: v.picklist([1, 2]),
  step: count,
}) satisfies v.GenericSchema<Moment>;

const at = v.union([v.literal("now"), momentSchema]) satisfies v.GenericSchema<At>;
const from = v.picklist(["now", 1, 2]);
const pair = v.string();

const side = v.variant("of", [
  v.object({ of: v.literal("teacher") }),
  v.object({ of: v.literal("student"), at }),
]) satisfies v.GenericSchema<Side>;

const subject = v.variant("kind", [
  v.object({ kind: v.literal("image"), index: count }),
  v.object({ kind: v.literal("probe") }),
  v.object({ kind: v.literal("validation") }),
  v.object({ kind: v.literal("batch"), stage: v.picklist([1, 2]), iteration: count }),
]) satisfies v.GenericSchema<Subject>;

type Each<Union extends { readonly type: string }> = {
  readonly [Type in Union["type"]]: v.GenericSchema<Extract<Union, { readonly type: Type }>>;
};

const looks = {
  matrices: v.object({ type: v.literal("matrices"), at, subject }),
  pair: v.object({ type: v.literal("pair"), at, subject, pair }),
  maps: v.object({ type: v.literal("maps"), side, subject, pair }),
  relation: v.object({ type: v.literal("relation"), at, subject, pair }),
  features: v.object({ type: v.literal("features"), side, subject, layer: v.string(), channels: v.array(count) }),
  predictions: v.object({ type: v.literal("predictions"), side, from: count, count }),
  confusion: v.object({ type: v.literal("confusion"), side }),
  gradients: v.object({ type: v.literal("gradients"), from }),
  slowMotion: v.object({ type: v.literal("slowMotion"), from }),
} satisfies Each<Look>;
export const lookSchema = v.variant("type", Object.values(looks));

const pairMatrices = v.pipe(
  v.object({ pair, shape, teacher: floats, student: floats, losses: floats }),
  v.check(({ shape: [rows, columns], teacher, student, losses }) =>
    [teacher, student, losses].every(({ length }) => length === rows * columns),
  ),
) satisfies v.GenericSchema<PairMatrices>;

const mapsEntries = { size: shape, first: floats, last: floats, products: v.nullable(floats) };
const pairMaps = v.object(mapsEntries) satisfies v.GenericSchema<PairMaps>;

const origin = v.variant("kind", [
  v.object({ kind: v.literal("order"), order: v.instance(Uint32Array) }),
  v.object({ kind: v.literal("mix"), weights: floats }),
  v.object({
    kind: v.literal("groups"),
    groups: v.instance(Int32Array),
    channels: count,
    reduction: v.picklist(groupReductions),
  }),
]) satisfies v.GenericSchema<ChannelOrigin>;
const ownEnd = v.object({ maps: floats, origin: v.nullable(origin), taken: v.nullable(floats) });
const ownChannels = v.object({ shape, matrix: floats, first: ownEnd, last: ownEnd }) satisfies v.GenericSchema<
  unknown,
  OwnChannels
>;
const comparedMaps = v.object({ ...mapsEntries, own: v.nullable(ownChannels) });

const relationParts = v.variant("kind", [
  v.object({ kind: v.literal("cka"), images: count, teacher: floats, student: floats, loss: real }),
  v.object({ kind: v.literal("traces"), teacher: floats, student: floats, parts: floats, loss: real }),
]) satisfies v.GenericSchema<RelationParts>;

const weightSettings = {
  lambda: null,
  hintWeight: null,
  share: null,
  softWeight: null,
  beta: null,
  gamma: null,
} satisfies Record<WeightSetting, null>;

const lossGradients = v.object({
  moment: momentSchema,
  name: lossName,
  task: real,
  learned: real,
  parts: v.array(v.object({ part: v.string(), norm: real })),
  setting: v.picklist(keysOf(weightSettings)),
  balance: v.nullable(real),
}) satisfies v.GenericSchema<LossGradients>;

const layerNorm = { layer: v.string(), norm: real };
const layerOutput = v.object({
  ...layerNorm,
  least: real,
  most: real,
  map: v.nullable(v.object({ size: shape, values: floats })),
});
const origins = v.object({ first: v.nullable(origin), last: v.nullable(origin) });

const phase = v.variant("name", [
  v.object({ name: v.picklist(["teacherForward", "studentForward"]), layers: v.array(layerOutput) }),
  v.object({ name: v.picklist(["teacherMatrices", "studentMatrices"]), matrices: v.array(matrixSchema) }),
  v.object({
    name: v.picklist(["assign", "project", "shuffle", "adapt"]),
    made: v.array(v.object({ matrix: matrixSchema, origins })),
  }),
  v.object({ name: v.literal("relate"), pairs: v.array(v.object({ pair, parts: relationParts })) }),
  v.object({
    name: v.literal("difference"),
    loss: real,
    task: v.nullable(real),
    pairs: v.array(v.object({ pair, matrix: v.nullable(matrixSchema), loss: real, lambda: real })),
  }),
  v.object({ name: v.literal("gradient"), layers: v.array(v.object(layerNorm)), norm: real }),
  v.object({
    name: v.literal("update"),
    rate: real,
    layers: v.array(v.object({ ...layerNorm, relative: v.nullable(real) })),
    norm: real,
  }),
]) satisfies v.GenericSchema<Phase>;

/** Of the teacher, whose weights are the same at every moment, null. */
const moment = v.nullable(momentSchema);

const answers = {
  matrices: v.object({ type: v.literal("matrices"), moment: momentSchema, pairs: v.array(pairMatrices) }),
  pair: v.object({
    type: v.literal("pair"),
    moment: momentSchema,
    matrices: pairMatrices,
    teacher: comparedMaps,
    student: comparedMaps,
  }),
  maps: v.object({ type: v.literal("maps"), moment, maps: pairMaps, shape }),
  relation: v.object({
    type: v.literal("relation"),
    moment: momentSchema,
    teacher: matrixSchema,
    student: matrixSchema,
    parts: relationParts,
  }),
  features: v.object({ type: v.literal("features"), moment, maps: floats, size: shape }),
  predictions: v.pipe(
    v.object({
      type: v.literal("predictions"),
      moment,
      probabilities: floats,
      labels: anyBytes,
      pixels: anyBytes,
      size: imageSize,
      classes: texts,
    }),
    v.check(
      ({ probabilities, labels, pixels, size: [height, width, channels], classes }) =>
        probabilities.length === labels.length * classes.length &&
        pixels.length === labels.length * height * width * channels,
    ),
  ),
  confusion: v.pipe(
    v.object({ type: v.literal("confusion"), moment, classes: texts, counts: v.instance(Uint32Array) }),
    v.check(({ classes, counts }) => counts.length === classes.length ** 2),
  ),
  gradients: v.object({ type: v.literal("gradients"), gradients: lossGradients }),
  slowMotion: v.object({ type: v.literal("slowMotion"), moment: momentSchema, phases: v.array(phase) }),
} satisfies Each<LookAnswer>;
export const lookAnswerSchema = v.variant("type", Object.values(answers));

const lookFailures = {
  superseded: null,
  "no-run": null,
  "no-snapshot": null,
  "no-teacher": null,
  "not-there": null,
  "too-large": null,
  "other-loss": null,
  "no-cells": null,
  "one-image": null,
  "no-step": null,
  internal: null,
} satisfies Record<LookFailure, null>;
export const lookFailure = v.picklist(keysOf(lookFailures));

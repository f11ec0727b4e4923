/** The document that decides every number of a run except its seed. Its JSON is read by other programs. */
import * as v from "valibot";
import { sectionWidths } from "./families/layers.ts";
import { mobilenetDepths } from "./families/mobilenet.ts";
import { plainDepths } from "./families/plain.ts";
import { preactDepths, wideDepths } from "./families/preactivation.ts";
import { resnetDepths } from "./families/resnet.ts";
import { vggDepths } from "./families/vgg.ts";
import { atSchema } from "./methods/at.ts";
import { copySchema } from "./methods/copy.ts";
import { fitnetsSchema } from "./methods/fitnets.ts";
import { kdSchema, softEntries } from "./methods/kd.ts";
import { spSchema } from "./methods/sp.ts";
import { firstTaps } from "./pairs.ts";
import { groupReductions } from "./relations/channel-groups.ts";
import { pairings, pools, reductions, resizedMaps, totals } from "./relations/convention.ts";
import { matrixKinds } from "./relations/settings.ts";
import type { Range } from "./problem.ts";
import { between, integer, scheduleSchema } from "./schema-parts.ts";

/** Characters of the name of an experiment or a plan. */
export const longestName = 48;
/** Names become folder names, so they are kept plain. */
const slug = v.pipe(v.string(), v.regex(new RegExp(`^[a-z0-9][a-z0-9-]{0,${longestName - 1}}$`), "slug"));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "sha256"));
export const mostSeeds = 100;
/** Of a plan. */
export const mostExperiments = 64;
/** Of a plan's sweep: as many as a plan may have runs. With 102,400 of them, each change kept the page busy for 0.7 s. */
export const mostTrials = mostExperiments * mostSeeds;
export const largestSeed = 2 ** 31 - 1;
export const seedSchema = integer(0, largestSeed);

/** Training images of a set that the lab has. */
export const ownTraining: Range = { whole: true, least: 16, most: 60_000 };
/** Of each split of images from elsewhere. */
export const leastStoredImages = 2;
export const storedTraining: Range = { whole: true, least: leastStoredImages, most: 250_000 };
/** Validation images from elsewhere, and test images. */
export const mostStoredHeldOut = 50_000;
const images = {
  training: integer(ownTraining.least, ownTraining.most),
  validation: integer(16, 10_000),
  test: integer(16, 10_000),
};

/** Which images of a set take part; a seed draws them, so that another seed draws others. */
const subsetSchema = v.strictObject({
  /** Class indices of the whole set, ascending; null: all. They are numbered anew, from 0. */
  classes: v.nullable(v.pipe(v.array(integer(0, 255)), v.minLength(2), v.maxLength(256))),
  /** As many training images of each class, `training` in all. */
  balanced: v.boolean(),
  seed: seedSchema,
});

/** Of a file or folder, to ask for it by name where it is missing. */
const fileName = v.pipe(
  v.string(),
  // All but control characters, slash and backslash, without a flag: JSON Schema has none.
  v.regex(/^[ -.0-[\]-~\u00a0-\u2027\u202f-\uffff]{1,80}$/, "file-name"),
);

export const dataSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("fashion-mnist"),
    ...images,
    /** Left out: the first training and test images, and the last as validation images. */
    subset: v.exactOptional(subsetSchema),
    /** The grey repeated as red, green and blue, for networks that learn from coloured images too; left out: 1. */
    channels: v.exactOptional(v.literal(3)),
  }),
  v.strictObject({
    kind: v.literal("shapes"),
    ...images,
    classes: integer(6, 10),
    /** 0: large, centred, clean shapes; 1: small, anywhere, noisy. */
    difficulty: between(0, 1),
    seed: seedSchema,
  }),
  /** Images from elsewhere, named by what they are and not by where they lie. */
  v.strictObject({
    kind: v.literal("stored"),
    name: fileName,
    /** Of the images and labels, whatever they were packed in. */
    sha256,
    training: integer(storedTraining.least, storedTraining.most),
    validation: integer(leastStoredImages, mostStoredHeldOut),
    test: integer(leastStoredImages, mostStoredHeldOut),
    /** How many the whole set has. */
    classes: integer(2, 256),
    /** What the networks see: smaller images are centred on black; of larger ones the middle square is averaged down. */
    side: v.pipe(integer(8, 64), v.multipleOf(4)),
    /** Grey images are repeated as red, green and blue; coloured ones become their luma. */
    channels: v.picklist([1, 3]),
    subset: subsetSchema,
  }),
]);

/** Channels of the first section. */
const width = v.picklist(sectionWidths);
export const kernelSizes = [1, 3, 5, 7] as const;
export const channelRange: Range = { whole: true, least: 1, most: 1024 };
export const dropoutRange: Range = { whole: false, least: 0, most: 0.9 };
/** The probability that a number is dropped; 0 leaves the layer out. */
const dropout = between(dropoutRange.least, dropoutRange.most);
const channels = integer(channelRange.least, channelRange.most);
export const mostSections = 8;
/** Of a section. */
export const mostBlocks = 32;
/** A convolution; a depthwise one with a 1x1 convolution behind it; two convolutions, as in a residual block. */
export const blockTypes = ["conv", "depthwise", "double"] as const;
export const shortcuts = ["none", "identity", "projection"] as const;
export const blockPools = ["none", "max", "avg"] as const;
export const blockNorms = ["batch", "none"] as const;

const customBlockSchema = v.strictObject({
  type: v.picklist(blockTypes),
  channels,
  kernel: v.picklist(kernelSizes),
  stride: v.picklist([1, 2]),
  /** Without, convolutions have a bias. */
  norm: v.picklist(blockNorms),
  shortcut: v.picklist(shortcuts),
  /** By two, before the convolution. */
  pool: v.picklist(blockPools),
  /** Behind the block. */
  dropout,
});

/** Drawn by hand; a network can have too much of everything, and is then refused by the memory that it needs. */
const customSchema = v.strictObject({
  kind: v.literal("custom"),
  /** Channels of a first convolution. */
  stem: channels,
  sections: v.pipe(
    v.array(v.strictObject({ blocks: v.pipe(v.array(customBlockSchema), v.maxLength(mostBlocks)) })),
    v.maxLength(mostSections),
  ),
});

const networkSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("resnet"), depth: v.picklist(resnetDepths), width }),
  v.strictObject({ kind: v.literal("preact-resnet"), depth: v.picklist(preactDepths), width }),
  /** WRN-d-k: `width` is 16k. */
  v.strictObject({ kind: v.literal("wide-resnet"), depth: v.picklist(wideDepths), width, dropout }),
  v.strictObject({ kind: v.literal("vgg"), depth: v.picklist(vggDepths), width, dropout }),
  v.strictObject({ kind: v.literal("plain"), depth: v.picklist(plainDepths), width }),
  v.strictObject({ kind: v.literal("mobilenet"), depth: v.picklist(mobilenetDepths), width }),
  customSchema,
]);

const augmentSchema = v.strictObject({
  /** Pad by 4 with black and cut a random window of the old size. */
  crop: v.boolean(),
  flip: v.boolean(),
});

const batch = integer(2, 1024);

/** A first task, of which all weights but the classifier's are kept. */
const beforeSchema = v.strictObject({
  data: dataSchema,
  batch,
  augment: augmentSchema,
  schedule: scheduleSchema,
});

export const recipeSchema = v.strictObject({
  kind: v.literal("recipe"),
  seed: seedSchema,
  network: networkSchema,
  /** What it is trained on, where that is not the student's data. */
  data: v.nullable(dataSchema),
  batch,
  augment: augmentSchema,
  schedule: scheduleSchema,
  /** Left out: it begins with initial weights. */
  before: v.exactOptional(beforeSchema),
});

const teacherSchema = v.variant("kind", [
  recipeSchema,
  v.strictObject({ kind: v.literal("shipped"), name: slug, sha256, network: networkSchema }),
  /** One that was kept: the file's SHA-256 says which, wherever it lies. */
  v.strictObject({ kind: v.literal("stored"), name: fileName, sha256, network: networkSchema }),
]);

/** Where implementations differ. */
const conventionSchema = v.strictObject({
  pairs: v.picklist(pairings),
  pool: v.picklist(pools),
  resized: v.picklist(resizedMaps),
  reduction: v.picklist(reductions),
  total: v.picklist(totals),
});

export const mostHandPairs = 32;
const layer = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,80}$/, "layer"));
const taps = v.strictTuple([layer, layer]);

const matchingSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("section") }),
  v.strictObject({ kind: v.literal("resolution") }),
  v.strictObject({
    kind: v.literal("hand"),
    /** The first and the last layer of each. */
    pairs: v.pipe(
      v.array(v.strictObject({ teacher: taps, student: taps })),
      v.minLength(1),
      v.maxLength(mostHandPairs),
    ),
  }),
]);

/** How matrices of unequal sizes come to be compared. */
const remedySchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("none") }),
  /** `A1 G_s A2^T` is compared with the teacher's; A1 and A2 learn with the student and are dropped after stage 1. */
  v.strictObject({ kind: v.literal("adapter") }),
  /** Teacher channels are grouped; the groups are found anew every so many iterations, 0: once. */
  v.strictObject({
    kind: v.literal("assignment"),
    reduction: v.picklist(groupReductions),
    every: integer(0, 1_000_000),
  }),
  /** `U1^T G_t U2` with the leading singular vectors of the teacher's mean matrix, found once. */
  v.strictObject({ kind: v.literal("projection") }),
  /** 1 - CKA of the matrices over the batch. */
  v.strictObject({ kind: v.literal("cka") }),
  /** Roots of the traces of `(G^T G)^k`. */
  v.strictObject({ kind: v.literal("traces") }),
]);

/** Which matrices are compared, how, and how much each counts. */
const fspEntries = {
  firstTap: v.picklist(firstTaps),
  lambda: between(0, 1e6),
  /** Pairs whose lambda is not the common one. */
  pairLambda: v.record(v.pipe(v.string(), v.regex(/^[a-z0-9.]{1,40}$/, "pair")), between(0, 1e6)),
  // Later than version 1's first documents: one that does not differ from them here is written without these.
  convention: v.exactOptional(conventionSchema),
  matching: v.exactOptional(matchingSchema),
  matrix: v.exactOptional(v.picklist(matrixKinds)),
  remedy: v.exactOptional(remedySchema),
  /** The teacher's rows and columns in an order drawn from the run's seed: students of other seeds learn other matrices. */
  shuffled: v.exactOptional(v.boolean()),
};

/** `schedule` is that of stage 1, where a method has one. */
const methodSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("none") }),
  v.strictObject({ kind: v.literal("fsp"), ...fspEntries, schedule: scheduleSchema }),
  /** Cross-entropy and FSP together; lambda goes in a straight line to `lambdaEnd` times itself. */
  v.strictObject({ kind: v.literal("fsp-joint"), ...fspEntries, lambdaEnd: between(0, 1) }),
  /** Stage 1 as fsp, stage 2 as kd. */
  v.strictObject({ kind: v.literal("fsp-kd"), ...fspEntries, schedule: scheduleSchema, ...softEntries }),
  kdSchema,
  fitnetsSchema,
  atSchema,
  spSchema,
  copySchema,
]);

export const experimentSchema = v.strictObject({
  kind: v.literal("experiment"),
  version: v.literal(1),
  name: slug,
  data: dataSchema,
  teacher: teacherSchema,
  student: networkSchema,
  method: methodSchema,
  batch,
  augment: augmentSchema,
  /** Stage 2: cross-entropy, and what the method adds to it. */
  task: scheduleSchema,
  /** Validation accuracy is measured after every so many iterations; "best" is chosen among these. */
  evaluateEvery: integer(1, 100_000),
});

/** A small search for each experiment's own rate of stage 2, the plain student's included, before the comparison. */
const sweepSchema = v.strictObject({
  /** Ascending; each is tried in place of the experiment's own. */
  rates: v.pipe(v.array(between(1e-9, 100)), v.minLength(2), v.maxLength(16)),
  /** Each rate is tried with all of these; the mean of their validation accuracies decides. */
  seeds: v.pipe(v.array(seedSchema), v.minLength(1), v.maxLength(mostSeeds)),
  /** Of stage 2 in a trial, the drops moved in proportion; null: as many as in the comparison. */
  iterations: v.nullable(integer(1, 1_000_000)),
});

export const planSchema = v.strictObject({
  kind: v.literal("plan"),
  version: v.literal(1),
  name: slug,
  seeds: v.pipe(v.array(seedSchema), v.minLength(1), v.maxLength(mostSeeds)),
  /** The experiment that the others are compared with. */
  baseline: v.nullable(slug),
  /** Train a recipe's teacher anew for each seed, from `teacher.seed + seed`, instead of once. */
  teacherPerSeed: v.boolean(),
  experiments: v.pipe(v.array(experimentSchema), v.minLength(1), v.maxLength(mostExperiments)),
  /** Left out: every experiment has the rate that it says. */
  sweep: v.exactOptional(sweepSchema),
});

export type Experiment = v.InferOutput<typeof experimentSchema>;
export type Plan = v.InferOutput<typeof planSchema>;
export type Sweep = v.InferOutput<typeof sweepSchema>;
export type Data = v.InferOutput<typeof dataSchema>;
export type Subset = v.InferOutput<typeof subsetSchema>;
export type StoredData = Extract<Data, { kind: "stored" }>;
export type NetworkSpec = v.InferOutput<typeof networkSchema>;
export type CustomSpec = v.InferOutput<typeof customSchema>;
export type CustomBlock = v.InferOutput<typeof customBlockSchema>;
/** One of a family, where a depth and a width say all. */
export type FamilySpec = Exclude<NetworkSpec, CustomSpec>;
export type Schedule = v.InferOutput<typeof scheduleSchema>;
export type Augment = v.InferOutput<typeof augmentSchema>;
export type Teacher = v.InferOutput<typeof teacherSchema>;
export type TeacherRecipe = Extract<Teacher, { kind: "recipe" }>;
/** Trained already: its weights are in a file. */
export type TrainedTeacherFile = Exclude<Teacher, TeacherRecipe>;
export type ShippedTeacher = Extract<Teacher, { kind: "shipped" }>;
export type StoredTeacher = Extract<Teacher, { kind: "stored" }>;
export type Method = v.InferOutput<typeof methodSchema>;
export type MethodKind = Method["kind"];
export type FspMethod = Extract<Method, { kind: "fsp" }>;
export type Matching = v.InferOutput<typeof matchingSchema>;
/** The first and the last layer of a teacher pair, and of the student pair that it is compared with. */
export type HandPair = Extract<Matching, { kind: "hand" }>["pairs"][number];
export type Remedy = v.InferOutput<typeof remedySchema>;
export type Stage = 0 | 1 | 2;
/** What links, files and presets hold. */
export type Document = Experiment | Plan;

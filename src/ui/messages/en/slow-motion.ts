/** The words of slow motion. */
import type { Shape } from "../../../core/network.ts";
import type { LearningSource, PhaseName } from "../../../core/slow-motion.ts";
import { integer, mapSize } from "../../numbers.ts";

const forward =
  "Norm, least and largest number are those of the whole batch; the map is its first image's, the mean over the channels.";
const matrices = "G[a, b] is the mean over the positions of F1[a] × F2[b]. Drawn is the mean over the batch.";
const backward = "How steeply the loss rises with each layer's weights, before weight decay and momentum.";
const update = "v ← momentum · v + gradient + decay · w, then w ← w − rate · v.";

const says: Readonly<Record<PhaseName, string>> = {
  teacherForward: `The teacher sees the batch; its weights stay as they are. ${forward}`,
  studentForward: `The student sees the same batch, and its batch norm takes the batch's own statistics. ${forward}`,
  teacherMatrices: matrices,
  studentMatrices: matrices,
  assign:
    "The teacher's channels in groups, one for each of the student's channels: its matrix is that of what each group gives.",
  project:
    "U1ᵀ G U2: the teacher's matrix seen along its main directions, as many as the student has channels. They stay as they are.",
  shuffle: "The teacher's rows and columns in an order drawn from the run's seed: an equivalent teacher's matrix.",
  adapt: "A1 G A2ᵀ: what the adapters make of the student's matrix. They learn in the same step.",
  relate: "The two matrices are compared as wholes, not cell by cell.",
  difference:
    "The loss is the sum over the pairs of λ times the mean over the batch of the squared differences, summed over the cells, unless the convention or a remedy says otherwise.",
  gradient: `${backward} Layers behind the last tap get none in stage 1.`,
  update,
};
/** Where a step that learns from the labels says something else. */
const saysOf: Readonly<Record<LearningSource, Readonly<Partial<Record<PhaseName, string>>>>> = {
  matrices: {},
  labels: {
    studentForward: `The student sees the batch, and its batch norm takes the batch's own statistics. ${forward}`,
    difference:
      "The loss is the mean cross-entropy between the student's logits and the labels. This step has no teacher.",
    gradient: backward,
  },
  both: {
    difference:
      "The loss is the mean cross-entropy between the student's logits and the labels, plus the sum over the pairs of λ times the mean over the batch of the squared differences, unless the convention or a remedy says otherwise. λ is this iteration's.",
    gradient: backward,
  },
};

export const slowMotion = {
  slowMotion: {
    title: "Slow motion",
    close: "Close",
    slowStep: (stage: number, step: number) => `stage ${stage}, iteration ${integer(step)}`,
    stepFrom: "Step",
    froms: { now: "the next", 1: "the first of stage 1", 2: "the first of stage 2" },
    newestStep: "Take the newest",
    previousPhase: "‹ Back",
    nextPhase: "Next ›",
    slowNote:
      "Arrow keys go forwards and backwards, Escape closes. The step is made on a copy by the reference engine; the run goes on untouched.",
    phaseNames: {
      teacherForward: "teacher forward",
      studentForward: "student forward",
      teacherMatrices: "G teacher",
      studentMatrices: "G student",
      assign: "group channels",
      project: "project",
      shuffle: "shuffle",
      adapt: "adapt",
      relate: "relate",
      difference: "difference",
      gradient: "gradient",
      update: "update",
    } satisfies Record<PhaseName, string>,
    phaseOf: (phase: number, phases: number, name: string) => `${phase} of ${phases}: ${name}`,
    phaseSays: (phase: PhaseName, from: LearningSource) => saysOf[from][phase] ?? says[phase],
    lossIs: (loss: string) => `loss ${loss}`,
    taskLoss: (loss: string) => `of it cross-entropy ${loss}`,
    pairLoss: (loss: string, lambda: string) => `loss ${loss}, λ ${lambda}`,
    gradientNorm: (norm: string) => `the whole gradient's norm ${norm}`,
    updateNorm: (rate: string, norm: string) => `rate ${rate}; all weights together move by ${norm}`,
    columns: {
      layer: "Layer",
      shape: "Shape",
      norm: "Norm",
      least: "Least",
      most: "Largest",
      map: "Map",
      moved: "Moves by",
      relative: "Of its norm",
    },
    outputShape: (shape: Shape) =>
      shape.length === 3 ? `${integer(shape[2])} @ ${mapSize(shape[0], shape[1])}` : integer(shape[0]),
    matrixNumbers: (least: string, most: string, norm: string) => `${least} to ${most}, norm ${norm}`,
  },
};

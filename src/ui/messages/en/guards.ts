/** The words for a run whose numbers stopped being finite, and for going on with a smaller rate. */
import type { BrokenLayer, Noticed, Pass } from "../../../core/divergence.ts";
import type { Stage } from "../../../core/experiment.ts";
import { integer, significant, tick } from "../../numbers.ts";

const noticedIn: Readonly<Record<Noticed, string>> = {
  loss: "The loss",
  validation: "The loss on validation images",
  "held-out": "What is compared with the teacher on held-out images",
  weights: "A weight",
};

/** Of the failure alone, where something else shows what to do about it. */
export const notFinite = (noticed: Noticed, stage: Stage, step: number) =>
  `${noticedIn[noticed]} stopped being finite in ${stage === 0 ? "the teacher's training (stage 0)" : `stage ${stage}`}, iteration ${integer(step)}.`;

const places: Readonly<Record<Pass, (layer: string, parameter: BrokenLayer["parameter"]) => string>> = {
  forward: (layer) => `in the forward pass, in what ${layer} gives`,
  loss: (layer) => `in the loss (${layer})`,
  gradient: (layer, parameter) => `in the gradient of ${layer} (${parameter})`,
  update: (layer, parameter) =>
    `in ${parameter === null ? `the adapter ${layer}` : `${layer} (${parameter})`} after the update`,
  validation: (layer) => `in what ${layer} gives for validation images`,
  "teacher-matrix": (layer) => `in the teacher's FSP matrix of ${layer} for held-out images`,
  matrix: (layer) => `in the student's FSP matrix of ${layer} for held-out images`,
  compared: (layer) => `in the loss (${layer}) on held-out images`,
};

/** Of a rate. */
const change = (was: number, now: number) => `${tick(was)} → ${tick(now)}`;

export const guards = {
  guards: {
    title: "The numbers ran away",
    ranAway: (run: string) => `The numbers of ${run} ran away.`,
    /** `run` is the one within which the teacher was trained. */
    teacherRanAway: (run: string, isShared: boolean) =>
      isShared
        ? `The numbers of the teacher ran away, which was trained with ${run}. Runs that learn from it fail, others go on.`
        : `The numbers of ${run}'s teacher ran away.`,
    searching: (done: number, total: number) =>
      total === 0
        ? "Looking for the layer that broke first …"
        : `Looking for the layer that broke first: iteration ${integer(done)} of at most ${integer(total)} replayed with the reference engine …`,
    mayLeave: "You need not wait for it.",
    found: ({ pass, layer, parameter, step, range }: BrokenLayer) =>
      `Replayed with the reference engine, it broke first ${places[pass](layer, parameter)}, iteration ${integer(step)}.${
        range ? ` The last finite numbers there reached from ${significant(range[0])} to ${significant(range[1])}.` : ""
      }`,
    notFound: "Replayed with the reference engine, every number up to there stays finite: no layer can be named.",
    givenUp: "The layer could not be searched for to the end.",
    goOn: (stage: Stage, done: number, rate: number) =>
      done === 0
        ? `Begin stage ${stage} again with rate ${tick(rate)}`
        : `Go on from stage ${stage}, iteration ${integer(done)}, with rate ${tick(rate)}`,
    anew: (rate: number) => `Train again from the beginning with rate ${tick(rate)}`,
    goOnSlower: "Go on slower",
    noCheckpoint:
      "What was kept of that moment is damaged or gone. Trained from the beginning, with the smaller rate from there on, it comes to the same numbers.",
    makesNew: "Going on makes an experiment of its own; this run stays as it is.",
    slowed: (experiment: string, from: string, stage: Stage, done: number, was: number, now: number) =>
      done === 0
        ? `${experiment} is ${from} with another rate in stage ${stage}: ${change(was, now)}.`
        : `${experiment} is ${from} up to iteration ${integer(done)} of stage ${stage}; from there on its rate is another: ${change(was, now)}.`,
    slowedAnew: (experiment: string, from: string, stage: Stage, was: number, now: number) =>
      `${experiment} is ${from} with another rate in stage ${stage}, trained from the beginning: ${change(was, now)}.`,
    link: "Its link holds the whole schedule: whoever trains it from the beginning comes to the same numbers, without a checkpoint.",
    close: "Close",
  },
};

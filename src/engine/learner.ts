/** One network being trained, whatever computes it. */
import type { Schedule } from "../core/experiment.ts";
import type { Network } from "../core/network.ts";
import type { LabelledImages } from "../core/images.ts";
import type { Match, Pair } from "../core/pairs.ts";
import type { BatchStream } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import type { WeightArrays, WeightTensors } from "../models/weights.ts";
import type { Comparison } from "./comparison.ts";
import type { Evaluation, Evaluator } from "./evaluation.ts";
import { NotFinite } from "./parts.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

export type StepSettings = Pick<Schedule, "rate" | "momentum" | "decay">;

export interface TaskOutcome {
  /** Mean cross-entropy of the batch, nats, before the update. */
  readonly loss: number;
  /** Of the batch, before the update. A fraction. */
  readonly accuracy: number;
}

/** Stage 1's loss: each pair's, before its lambda, and their weighted sum. */
export interface FspOutcome {
  readonly loss: number;
  readonly pairLoss: Readonly<Record<string, number>>;
}

/** The steps of one stage. */
export interface Steps<Outcome> {
  /** How many steps are worth asking for at once; 1 where each is computed before the call returns. */
  readonly most: number;
  /** Takes the iterations `done` .. `done + count - 1`, counted from 0, and gives what each came to. */
  run(done: number, count: number, settingsAt: (done: number) => StepSettings): Promise<Outcome[]>;
  dispose(): void;
}

/** What stage 1 learns from. */
export interface FspGoal {
  readonly teacher: TrainedTeacher;
  readonly matches: readonly Match[];
  readonly lambdaOf: (pair: string) => number;
  /** Null: the plain distance of the two networks' matrices. */
  readonly comparison: Comparison | null;
}

export interface Observer {
  /** Each pair's FSP matrices in inference mode, `[n, c1, c2]`; nothing changes by looking. */
  matrices(): Promise<readonly Float32Array[]>;
  dispose(): void;
}

/** One stage at a time: its steps are disposed before the next stage's are asked for. */
export interface Learner {
  readonly network: Network;
  /** Stage 0 and 2: cross-entropy. The network sees images normalised by `statistics`. */
  taskSteps(batches: BatchStream, statistics: Statistics): Promise<Steps<TaskOutcome>>;
  /** Stage 1. Parameters that the taps do not depend on get neither update nor decay. */
  fspSteps(batches: BatchStream, statistics: Statistics, goal: FspGoal): Promise<Steps<FspOutcome>>;
  /** Forgets the momentum: a stage begins with a fresh optimizer. */
  resetMomentum(): void;
  /** Judges the network on these images. The caller disposes it before the learner. */
  evaluator(images: LabelledImages, statistics: Statistics): Promise<Evaluator>;
  /** Looks at these pairs of the network on these images, all at once. The caller disposes it before the learner. */
  observer(images: LabelledImages, statistics: Statistics, pairs: readonly Pair[]): Promise<Observer>;
  /** The weights as they are now, for tfjs; they stay the learner's and change with its next step. */
  tensors(): Promise<WeightTensors>;
  arrays(): Promise<WeightArrays>;
  /** Takes over weights that `arrays` gave. */
  restore(arrays: WeightArrays): void;
  velocities(): Promise<WeightArrays>;
  /** Puts back what `velocities` gave. */
  restoreVelocities(arrays: WeightArrays): void;
  dispose(): void;
}

/** One look at a set of images. */
export async function evaluation(
  learner: Learner,
  images: LabelledImages,
  statistics: Statistics,
  breathe: () => Promise<void>,
): Promise<Evaluation> {
  const evaluator = await learner.evaluator(images, statistics);
  try {
    return await evaluator.evaluate(breathe);
  } finally {
    evaluator.dispose();
  }
}

/** The error that stops a run: `what` happened, and the first layer whose parameters are no numbers any more. */
export async function notFinite(learner: Learner, what: string): Promise<NotFinite> {
  const broken = [...(await learner.arrays())].find(([, values]) => !values.every(Number.isFinite));
  const where = broken
    ? `the first layer with such weights is ${broken[0].replace(/\.[^.]*$/, "")}`
    : "all weights are finite";
  return new NotFinite(`${what}; ${where}. A smaller learning rate often helps.`);
}

/** One network being trained, whatever computes it. */
import type { Schedule, Stage } from "../core/experiment.ts";
import type { Network } from "../core/network.ts";
import type { LabelledImages } from "../core/images.ts";
import type { Pair } from "../core/pairs.ts";
import type { WeightsReport } from "../core/report.ts";
import type { BatchStream } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import type { WeightArrays, WeightTensors } from "../models/weights.ts";
import { weightsHash } from "../models/weights.ts";
import type { FspGoal } from "./fsp-stage.ts";
import type { Guide } from "./methods/guide.ts";
import type { Evaluation, Evaluator } from "./evaluation.ts";
import type { EngineParts } from "./parts.ts";

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

/** What a step that a method guides came to. */
export interface GuidedOutcome {
  /** What it minimised. */
  readonly loss: number;
  /** Null where the stage learns from the teacher alone. */
  readonly task: TaskOutcome | null;
  /** Each part's, before its weight. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The steps of one stage. */
export interface Steps<Outcome> {
  /** How many steps are worth asking for at once; 1 where each is computed before the call returns. */
  readonly most: number;
  /** Takes the iterations `done` .. `done + count - 1`, counted from 0, and gives what each came to. */
  run(done: number, count: number, settingsAt: (done: number) => StepSettings): Promise<Outcome[]>;
  dispose(): void;
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
  /** Stage 1 of FSP. Parameters that the taps do not depend on get neither update nor decay. */
  fspSteps(batches: BatchStream, statistics: Statistics, goal: FspGoal): Promise<Steps<FspOutcome>>;
  /** What a method has the student learn, alone or beside the labels. Parameters that its taps do not depend on are left as above. */
  guidedSteps(batches: BatchStream, statistics: Statistics, guide: Guide): Promise<Steps<GuidedOutcome>>;
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

/** The hash of the weights as they are after `step`. */
export async function hashed(
  learner: Learner,
  stage: Stage,
  step: number,
  { settle }: Pick<EngineParts, "settle">,
): Promise<WeightsReport> {
  const arrays = await learner.arrays();
  await settle();
  return { type: "weights", stage, step, hash: await weightsHash(learner.network, arrays) };
}

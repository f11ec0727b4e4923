/** Stage 0 and stage 2: learning the task itself, by cross-entropy and what a method adds to it. */
import { isHashed } from "../core/epochs.ts";
import type { Augment, Schedule, Stage } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { MethodLoss, Report, StepReport } from "../core/report.ts";
import { rateAt } from "../core/schedule.ts";
import { BatchStream } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { Bursts } from "./bursts.ts";
import type { BestWeights } from "./checkpoints.ts";
import type { Evaluator } from "./evaluation.ts";
import type { Learner, Steps, TaskOutcome } from "./learner.ts";
import { hashed } from "./learner.ts";
import type { Guide } from "./methods/guide.ts";
import { NotFinite } from "./not-finite.ts";
import type { EngineParts, Reports } from "./parts.ts";

export interface TaskStage {
  readonly stage: Stage;
  readonly schedule: Schedule;
  readonly batch: number;
  readonly augment: Augment;
  readonly seed: number;
  readonly evaluateEvery: number;
  readonly images: ImageSet;
  readonly statistics: Statistics;
  /** What the student learns from the teacher beside the labels. */
  readonly guide: Guide | null;
  /** The steps behind which somebody wants to look at the network. */
  readonly rests: (step: number) => boolean;
}

/** How far a stage has come: all that, with the learner, a checkpoint has to keep. */
export interface TaskProgress {
  done: number;
  /** The weights with the best validation accuracy so far. */
  best: BestWeights | null;
}

/** Trains on from `progress` to the schedule's end, and keeps `progress` current. */
export async function* learnTask(
  learner: Learner,
  task: TaskStage,
  progress: TaskProgress,
  parts: EngineParts,
): AsyncGenerator<Reports, void> {
  const { stage, schedule, images, batch, augment, seed } = task;
  const batches = new BatchStream(images.training, learner.network.input, batch, augment, seed, stage);
  const epochs = { images: images.training.labels.length, batch, iterations: schedule.iterations };
  const isEpoch = (step: number) => isHashed(step, epochs);
  const isDue = (step: number) => step % task.evaluateEvery === 0 || step === schedule.iterations;
  const steps = await stepsOf(learner, batches, task);
  const evaluator = await learner.evaluator(images.validation, task.statistics);
  const bursts = new Bursts(steps, schedule, parts);
  try {
    while (progress.done < schedule.iterations) {
      const { outcomes, milliseconds } = await bursts.next(
        progress.done,
        (step) => isDue(step) || isEpoch(step) || task.rests(step),
      );
      const reports: Report[] = [];
      for (const outcome of outcomes) {
        reports.push(stepReport(task, progress.done, outcome, milliseconds));
        progress.done++;
      }
      if (isEpoch(progress.done)) reports.push(await hashed(learner, stage, progress.done, parts));
      if (isDue(progress.done)) reports.push(await validate(learner, evaluator, task, progress, parts));
      yield reports;
      await parts.breathe();
    }
  } finally {
    evaluator.dispose();
    steps.dispose();
  }
}

function stepReport(
  { stage, schedule }: TaskStage,
  done: number,
  { loss, accuracy, methodLoss }: Outcome,
  milliseconds: number,
): StepReport {
  const step = done + 1;
  if (![loss, methodLoss?.weighted ?? 0].every(Number.isFinite)) throw new NotFinite("loss", stage, step);
  const told = methodLoss ? { methodLoss } : {};
  const rate = rateAt(schedule, done);
  return { type: "step", stage, step, rate, loss, accuracy, pairLoss: null, ...told, milliseconds };
}

type Outcome = TaskOutcome & { readonly methodLoss?: MethodLoss };

async function stepsOf(
  learner: Learner,
  batches: BatchStream,
  { statistics, guide }: TaskStage,
): Promise<Steps<Outcome>> {
  if (!guide) return learner.taskSteps(batches, statistics);
  const steps = await learner.guidedSteps(batches, statistics, guide);
  return {
    ...steps,
    run: async (done, count, settingsAt) => {
      const outcomes = await steps.run(done, count, settingsAt);
      return outcomes.map(({ task, parts }, index) => ({ ...task!, methodLoss: guide.lossOf(parts, done + index) }));
    },
  };
}

async function validate(
  learner: Learner,
  evaluator: Evaluator,
  { stage }: TaskStage,
  progress: TaskProgress,
  parts: EngineParts,
): Promise<Report> {
  const scored = await evaluator.evaluate(parts.breathe);
  await parts.settle();
  const step = progress.done;
  if (!Number.isFinite(scored.loss)) throw new NotFinite("validation", stage, step);
  if (progress.best === null || scored.accuracy > progress.best.validation) {
    progress.best = { step, validation: scored.accuracy, weights: await learner.arrays() };
  }
  return { type: "evaluation", stage, step, split: "validation", weights: "current", ...scored };
}

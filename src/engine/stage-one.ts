/** Stage 1: the student learns from the teacher alone, and nothing else. */
import { isHashed } from "../core/epochs.ts";
import type { Augment, Schedule } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { LossName } from "../core/methods/facts.ts";
import type { MethodLoss, Report } from "../core/report.ts";
import { rateAt } from "../core/schedule.ts";
import { BatchStream } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { Bursts } from "./bursts.ts";
import type { FspOutcome, Learner, Steps } from "./learner.ts";
import { hashed } from "./learner.ts";
import type { Guide } from "./methods/guide.ts";
import { NotFinite } from "./not-finite.ts";
import type { EngineParts, Reports } from "./parts.ts";

export interface StageOne {
  readonly schedule: Schedule;
  readonly batch: number;
  readonly augment: Augment;
  readonly seed: number;
  readonly images: ImageSet;
  /** The steps behind which somebody wants to look at the network. */
  readonly rests: (step: number) => boolean;
  readonly name: LossName;
}

export interface StageOneProgress {
  done: number;
}

/** FSP's losses are those of its pairs; another method's are its own. */
export type StageOneOutcome = FspOutcome | { readonly loss: number; readonly methodLoss: MethodLoss };

/** Algorithm 1 of the paper, first half: `Ws = argmin L_FSP(Wt, Ws)`. The teacher runs in inference mode. */
export async function* learnStageOne(
  learner: Learner,
  stage: StageOne,
  open: (batches: BatchStream) => Promise<Steps<StageOneOutcome>>,
  progress: StageOneProgress,
  parts: EngineParts,
): AsyncGenerator<Reports, void> {
  const { schedule, images, batch, augment, seed } = stage;
  const steps = await open(new BatchStream(images.training, learner.network.input, batch, augment, seed, 1));
  const epochs = { images: images.training.labels.length, batch, iterations: schedule.iterations };
  const isEpoch = (step: number) => isHashed(step, epochs);
  const bursts = new Bursts(steps, schedule, parts);
  try {
    while (progress.done < schedule.iterations) {
      const { outcomes, milliseconds } = await bursts.next(progress.done, (step) => isEpoch(step) || stage.rests(step));
      const reports: Report[] = [];
      for (const outcome of outcomes) {
        const { loss } = outcome;
        const rate = rateAt(schedule, progress.done);
        const step = ++progress.done;
        if (!Number.isFinite(loss)) throw new NotFinite("loss", 1, step);
        const told =
          "pairLoss" in outcome ? { pairLoss: outcome.pairLoss } : { pairLoss: null, methodLoss: outcome.methodLoss };
        reports.push({ type: "step", stage: 1, step, rate, loss, accuracy: null, ...told, milliseconds });
      }
      if (isEpoch(progress.done)) reports.push(await hashed(learner, 1, progress.done, parts));
      yield reports;
      await parts.breathe();
    }
  } finally {
    steps.dispose();
  }
}

/** Of a method other than FSP. */
export async function stageOneSteps(
  learner: Learner,
  batches: BatchStream,
  statistics: Statistics,
  guide: Guide,
): Promise<Steps<StageOneOutcome>> {
  const steps = await learner.guidedSteps(batches, statistics, guide);
  return {
    ...steps,
    run: async (done, count, settingsAt) => {
      const outcomes = await steps.run(done, count, settingsAt);
      return outcomes.map(({ loss, parts }, index) => ({ loss, methodLoss: guide.lossOf(parts, done + index) }));
    },
  };
}

/** Stage 1: the student learns the teacher's FSP matrices, and nothing else. */
import type { Augment, FspMethod } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { Match } from "../core/pairs.ts";
import type { StepReport } from "../core/report.ts";
import type { FspSettings } from "../core/fsp-settings.ts";
import { fspSettingsOf } from "../core/fsp-settings.ts";
import { comparedShape, scaleOf } from "../core/relations/reductions.ts";
import { rateAt } from "../core/schedule.ts";
import { BatchStream } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { Bursts } from "./bursts.ts";
import type { Comparison } from "./comparison.ts";
import type { FspGoal, Learner } from "./learner.ts";
import { notFinite } from "./learner.ts";
import type { EngineParts, Reports } from "./parts.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

export interface FspStage {
  readonly method: FspMethod;
  readonly matches: readonly Match[];
  readonly batch: number;
  readonly augment: Augment;
  readonly seed: number;
  readonly images: ImageSet;
  readonly statistics: Statistics;
  /** The steps behind which somebody wants to look at the network. */
  readonly rests: (step: number) => boolean;
}

export interface FspProgress {
  done: number;
}

/** `comparison` is null where the method's is the plain one. */
export function goalOf(
  method: FspMethod,
  teacher: TrainedTeacher,
  matches: readonly Match[],
  batch: number,
  comparison: Comparison | null,
): FspGoal {
  const settings = fspSettingsOf(method);
  const pairs = settings.convention.total === "mean" ? matches.length : 1;
  const lambdas = new Map(
    matches.map((match) => {
      const { name } = match;
      return [name, ((method.pairLambda[name] ?? method.lambda) * reductionScale(settings, match, batch)) / pairs];
    }),
  );
  return { teacher, matches, lambdaOf: (pair) => lambdas.get(pair)!, comparison };
}

/** Every reduction but one is a multiple of the paper's, so it can be a part of lambda; pair losses stay the paper's. */
function reductionScale({ convention, remedy }: FspSettings, match: Match, batch: number): number {
  if (convention.reduction === "column-norms" || remedy.kind === "cka" || remedy.kind === "traces") return 1;
  return scaleOf(convention.reduction, comparedShape(remedy.kind, match), batch);
}

/** Algorithm 1 of the paper, first half: `Ws = argmin L_FSP(Wt, Ws)`. The teacher runs in inference mode. */
export async function* learnFsp(
  learner: Learner,
  teacher: TrainedTeacher,
  stage: FspStage,
  comparison: Comparison | null,
  progress: FspProgress,
  parts: EngineParts,
): AsyncGenerator<Reports, void> {
  const { method, matches, images, batch, augment, seed } = stage;
  const { schedule } = method;
  const batches = new BatchStream(images.training, learner.network.input, batch, augment, seed, 1);
  const steps = await learner.fspSteps(batches, stage.statistics, goalOf(method, teacher, matches, batch, comparison));
  const bursts = new Bursts(steps, schedule, parts);
  try {
    while (progress.done < schedule.iterations) {
      const { outcomes, milliseconds } = await bursts.next(progress.done, stage.rests);
      const reports: StepReport[] = [];
      for (const { loss, pairLoss } of outcomes) {
        const rate = rateAt(schedule, progress.done);
        const step = ++progress.done;
        if (!Number.isFinite(loss))
          throw await notFinite(learner, `The FSP loss became ${loss} in stage 1, iteration ${step}`);
        reports.push({ type: "step", stage: 1, step, rate, loss, accuracy: null, pairLoss, milliseconds });
      }
      yield reports;
      await parts.breathe();
    }
  } finally {
    steps.dispose();
  }
}

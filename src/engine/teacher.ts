/** Stage 0: the teacher, trained from its recipe or taken from a file. */
import type { Data, TeacherRecipe } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { Network } from "../core/network.ts";
import { evaluationsPerTeacher } from "../core/plan-runs.ts";
import type { Report } from "../core/report.ts";
import { statisticsOf } from "../data/statistics.ts";
import type { WeightArrays } from "../models/weights.ts";
import { initialWeights, weightsHash } from "../models/weights.ts";
import type { Learner } from "./learner.ts";
import { evaluation } from "./learner.ts";
import { openLearner } from "./open-learner.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";
import type { EngineParts, Reports } from "./parts.ts";
import type { TaskProgress } from "./task-stage.ts";
import { learnTask } from "./task-stage.ts";

/** Where a teacher's training stands between two steps. */
export interface TeacherCheckpoint {
  readonly done: number;
  readonly weights: WeightArrays;
  readonly velocities: WeightArrays;
  readonly reports: Reports;
}

export interface TeacherSettings {
  readonly network: Network;
  readonly recipe: TeacherRecipe;
  /** What the images are of. */
  readonly data: Data;
  readonly seed: number;
  readonly images: ImageSet;
  readonly from: TeacherCheckpoint | null;
}

/** One teacher's training; `dispose` in the end. */
export class TeacherTraining {
  readonly learner: Learner;
  readonly #progress: TaskProgress;
  readonly #reports: Report[];
  readonly #recipe: TeacherRecipe;
  readonly #data: Data;
  readonly #seed: number;
  readonly #images: ImageSet;

  private constructor(learner: Learner, { recipe, data, seed, images, from }: TeacherSettings) {
    this.learner = learner;
    this.#recipe = recipe;
    this.#data = data;
    this.#seed = seed;
    this.#images = images;
    this.#progress = { done: from?.done ?? 0, best: null };
    this.#reports = [...(from?.reports ?? [])];
  }

  static async open(settings: TeacherSettings, parts: EngineParts): Promise<TeacherTraining> {
    const { network, seed, from } = settings;
    const learner = await openLearner(network, from?.weights ?? initialWeights(network, "teacher", seed), parts);
    if (from) learner.restoreVelocities(from.velocities);
    return new TeacherTraining(learner, settings);
  }

  async checkpoint(): Promise<TeacherCheckpoint> {
    return {
      done: this.#progress.done,
      weights: await this.learner.arrays(),
      velocities: await this.learner.velocities(),
      reports: this.#reports.slice(),
    };
  }

  dispose(): void {
    this.learner.dispose();
  }

  /** Yields stage 0's reports and returns the teacher with its last weights. */
  async *train(parts: EngineParts): AsyncGenerator<Reports, TrainedTeacher> {
    const { network } = this.learner;
    const { schedule, batch, augment } = this.#recipe;
    const images = this.#images;
    const statistics = statisticsOf(images.training, network.input);
    const evaluateEvery = Math.ceil(schedule.iterations / evaluationsPerTeacher);
    const settings = { schedule, batch, augment, seed: this.#seed, evaluateEvery, images, statistics };
    const task = { stage: 0 as const, ...settings, guide: null, rests: () => false };
    if (this.#reports.length === 0) yield this.#kept([{ type: "stage", stage: 0, iterations: schedule.iterations }]);
    for await (const reports of learnTask(this.learner, task, this.#progress, parts)) yield this.#kept(reports);

    const validation = await evaluation(this.learner, images.validation, statistics, parts.breathe);
    const test = await evaluation(this.learner, images.test, statistics, parts.breathe);
    await parts.settle();
    const step = schedule.iterations;
    // A checkpoint may lie just behind this report.
    const isTold = this.#reports.some((report) => report.type === "evaluation" && report.split === "test");
    if (!isTold) yield this.#kept([{ type: "evaluation", stage: 0, step, split: "test", weights: "last", ...test }]);
    const arrays = await this.learner.arrays();
    await parts.settle();
    return {
      network,
      weights: arrays,
      statistics,
      scores: { validation: validation.accuracy, test: test.accuracy },
      weightsHash: await weightsHash(network, arrays),
      iterations: schedule.iterations,
      origin: { recipe: this.#recipe, data: this.#data, seed: this.#seed },
      reports: this.#reports,
    };
  }

  #kept(reports: Reports): Reports {
    this.#reports.push(...reports);
    return reports;
  }
}

/** Stage 0: the teacher, trained from its recipe: one task, or before it another. */
import { isOfHeldOut } from "../core/divergence.ts";
import type { Lesson } from "../core/lessons.ts";
import { lessonAt, teacherIterations } from "../core/lessons.ts";
import type { Network } from "../core/network.ts";
import { classifierOf } from "../core/network.ts";
import { evaluationsPerTeacher } from "../core/plan-runs.ts";
import type { Report } from "../core/report.ts";
import { statisticsOf } from "../data/statistics.ts";
import type { WeightArrays } from "../models/weights.ts";
import { initialWeights, weightsHash } from "../models/weights.ts";
import type { TeacherCheckpoint, TeacherSettings } from "./checkpoints.ts";
import { Guard } from "./guard.ts";
import type { Learner } from "./learner.ts";
import { evaluation } from "./learner.ts";
import { NotFinite } from "./not-finite.ts";
import { openLearner } from "./open-learner.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";
import type { EngineParts, Reports } from "./parts.ts";
import type { TaskProgress } from "./task-stage.ts";
import { learnTask } from "./task-stage.ts";

/** One teacher's training; `dispose` in the end. */
export class TeacherTraining {
  readonly #settings: TeacherSettings;
  readonly #reports: Report[];
  #lesson: Lesson;
  #learner: Learner;
  #progress: TaskProgress;

  private constructor(settings: TeacherSettings, lesson: Lesson, learner: Learner) {
    const { from } = settings;
    this.#settings = settings;
    this.#lesson = lesson;
    this.#learner = learner;
    this.#progress = { done: (from?.done ?? 0) - lesson.from, best: null };
    this.#reports = [...(from?.reports ?? [])];
  }

  static async open(settings: TeacherSettings, parts: EngineParts): Promise<TeacherTraining> {
    const { lessons, seed, from } = settings;
    const lesson = lessonAt(lessons, from?.done ?? 0);
    const { network } = lesson;
    const learner = await openLearner(network, from?.weights ?? initialWeights(network, "teacher", seed), parts);
    if (from) learner.restoreVelocities(from.velocities);
    return new TeacherTraining(settings, lesson, learner);
  }

  async checkpoint(): Promise<TeacherCheckpoint> {
    return {
      done: this.#lesson.from + this.#progress.done,
      weights: await this.#learner.arrays(),
      velocities: await this.#learner.velocities(),
      reports: this.#reports.slice(),
    };
  }

  dispose(): void {
    this.#learner.dispose();
  }

  /** Yields stage 0's reports, whose steps count through all lessons, and returns the teacher with its last weights. */
  async *train(parts: EngineParts): AsyncGenerator<Reports, TrainedTeacher> {
    const { recipe, lessons, seed, openImages } = this.#settings;
    const iterations = teacherIterations(recipe);
    if (this.#reports.length === 0) yield this.#kept([{ type: "stage", stage: 0, iterations }]);
    for (const lesson of lessons) {
      if (lesson.from < this.#lesson.from) continue;
      if (lesson !== this.#lesson) await this.#goOnTo(lesson, parts);
      yield* this.#learn(parts);
    }
    const last = this.#lesson;
    const { network } = last;
    const images = await openImages(last.data);
    const statistics = statisticsOf(images.training, network.input);
    const validation = await evaluation(this.#learner, images.validation, statistics, parts.breathe);
    const test = await evaluation(this.#learner, images.test, statistics, parts.breathe);
    await parts.settle();
    // A checkpoint may lie just behind this report.
    const isTold = this.#reports.some((report) => report.type === "evaluation" && report.split === "test");
    if (!isTold)
      yield this.#kept([{ type: "evaluation", stage: 0, step: iterations, split: "test", weights: "last", ...test }]);
    const arrays = await this.#learner.arrays();
    await parts.settle();
    return {
      network,
      weights: arrays,
      statistics,
      scores: { validation: validation.accuracy, test: test.accuracy },
      weightsHash: await weightsHash(network, arrays),
      iterations,
      origin: { recipe, data: last.data, seed },
      reports: this.#reports,
    };
  }

  /** Throws `NotFinite` as a student's run does. */
  async *#learn(parts: EngineParts): AsyncGenerator<Reports, void> {
    const { seed, openImages } = this.#settings;
    const { data, network, batch, augment, schedule, from } = this.#lesson;
    const images = await openImages(data);
    const statistics = statisticsOf(images.training, network.input);
    const evaluateEvery = Math.ceil(schedule.iterations / evaluationsPerTeacher);
    const settings = { schedule, batch, augment, seed, evaluateEvery, images, statistics };
    const task = { stage: 0 as const, ...settings, guide: null, rests: () => false };
    const guard = new Guard(0, await this.checkpoint());
    try {
      for await (const reports of learnTask(this.#learner, task, this.#progress, parts)) {
        yield this.#kept(
          reports.map((report) => ("step" in report ? { ...report, step: from + report.step } : report)),
        );
        await guard.look(0, from + this.#progress.done, from + schedule.iterations, () => this.checkpoint());
      }
    } catch (error) {
      if (!(error instanceof NotFinite)) throw error;
      const seen = isOfHeldOut(error.noticed) ? await this.checkpoint() : null;
      const trace = { phase: "teacher" as const, lesson: this.#lesson, seed, images, from: guard.sound, seen };
      throw new NotFinite(error.noticed, 0, from + error.step, trace);
    }
  }

  /** With all that was learnt but the classifier, and momentum that begins anew. */
  async #goOnTo(lesson: Lesson, parts: EngineParts): Promise<void> {
    const weights = weightsFor(lesson.network, await this.#learner.arrays(), this.#settings.seed);
    const next = await openLearner(lesson.network, weights, parts);
    this.#learner.dispose();
    this.#learner = next;
    this.#lesson = lesson;
    this.#progress = { done: 0, best: null };
  }

  #kept(reports: Reports): Reports {
    this.#reports.push(...reports);
    return reports;
  }
}

function weightsFor(network: Network, learnt: WeightArrays, seed: number): WeightArrays {
  const initial = initialWeights(network, "teacher", seed);
  const anew = classifierOf(network);
  return new Map([...initial].map(([name, values]) => [name, anew.has(name) ? values : learnt.get(name)!]));
}

/** One experiment with one seed, from the first step to its result. */
import { hashOf } from "../core/canonical.ts";
import { isOfHeldOut } from "../core/divergence.ts";
import type { Experiment } from "../core/experiment.ts";
import type { HeldOutSplit, ImageSet } from "../core/images.ts";
import type { Moment } from "../core/moment.ts";
import type { Network } from "../core/network.ts";
import type { Match } from "../core/pairs.ts";
import { copyCounts } from "../core/methods/copy.ts";
import { lossesOf, stageOneIterations, stageOneOf } from "../core/methods/facts.ts";
import type { Report, Result, Score } from "../core/report.ts";
import { studentNetwork } from "../core/build-network.ts";
import type { Statistics } from "../data/statistics.ts";
import { statisticsOf } from "../data/statistics.ts";
import { weightsHash } from "../models/weights.ts";
import type { Adapters } from "./adapters.ts";
import type { RunSettings, StudentCheckpoint } from "./checkpoints.ts";
import type { Comparison } from "./comparison.ts";
import { Guard } from "./guard.ts";
import type { Learner } from "./learner.ts";
import { evaluation } from "./learner.ts";
import type { Guides } from "./methods/guides.ts";
import { firstWeights } from "./methods/weight-copy.ts";
import { NotFinite } from "./not-finite.ts";
import { openLearner } from "./open-learner.ts";
import type { EngineParts, Reports } from "./parts.ts";
import { Probe, isProbed } from "./probe.ts";
import type { StageOneProgress } from "./stage-one.ts";
import { learnStageOne, stageOneSteps } from "./stage-one.ts";
import type { TaskProgress } from "./task-stage.ts";
import { learnTask } from "./task-stage.ts";
import type { RunMethod } from "./run-method.ts";
import { disposeMethod, methodState, openMethod } from "./run-method.ts";
import { stageIterations } from "./scene.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** A student learning; leave the loop over `reports` to stop, and `dispose` in the end. */
export class StudentRun {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly network: Network;
  readonly matches: readonly Match[];
  readonly statistics: Statistics;
  readonly learner: Learner;
  readonly teacher: TrainedTeacher | null;
  readonly images: ImageSet;
  /** Null where FSP's loss is the plain one, or there is none. */
  readonly comparison: Comparison | null;
  readonly guides: Guides;
  readonly #probe: Probe | null;
  readonly #resumed: boolean;
  #stage: 1 | 2;
  readonly #one: StageOneProgress;
  readonly #task: TaskProgress;

  private constructor(
    learner: Learner,
    statistics: Statistics,
    { matches, comparison, guides }: RunMethod,
    probe: Probe | null,
    { experiment, seed, images, teacher, from }: RunSettings,
  ) {
    this.experiment = experiment;
    this.seed = seed;
    this.teacher = teacher;
    this.network = learner.network;
    this.learner = learner;
    this.statistics = statistics;
    this.images = images;
    this.matches = matches;
    this.comparison = comparison;
    this.guides = guides;
    this.#probe = probe;
    this.#resumed = from !== null;
    this.#stage = from?.stage ?? (stageOneOf(experiment.method) ? 1 : 2);
    this.#one = { done: from?.stage === 1 ? from.done : 0 };
    this.#task = { done: from?.stage === 2 ? from.done : 0, best: from?.best ?? null };
  }

  static async open(settings: RunSettings, parts: EngineParts): Promise<StudentRun> {
    const { experiment, seed, images, teacher, from } = settings;
    const network = studentNetwork(experiment);
    const statistics = statisticsOf(images.training, network.input);
    const { method } = experiment;
    const learner = await openLearner(network, from?.weights ?? firstWeights(method, network, teacher, seed), parts);
    let opened: RunMethod | null = null;
    try {
      if (from) learner.restoreVelocities(from.velocities);
      opened = await openMethod(settings, network, statistics, await learner.tensors());
      const { matches, comparison } = opened;
      const probe =
        teacher && matches.length > 0
          ? await Probe.open(images, statistics, matches, teacher, learner, comparison)
          : null;
      return new StudentRun(learner, statistics, opened, probe, settings);
    } catch (error) {
      if (opened) disposeMethod(opened);
      learner.dispose();
      throw error;
    }
  }

  /** Throws `NotFinite` with all that the steps can be made from again. */
  async *reports(parts: EngineParts): AsyncGenerator<Reports, void> {
    const { experiment, seed, images, teacher } = this;
    const guard = new Guard(this.#stage, await this.checkpoint());
    try {
      for await (const reports of this.#stages(parts)) {
        yield reports;
        const { stage, step } = this.moment;
        await guard.look(stage, step, stageIterations(experiment)[stage], () => this.checkpoint());
      }
    } catch (error) {
      if (!(error instanceof NotFinite)) throw error;
      const seen = isOfHeldOut(error.noticed) ? await this.checkpoint() : null;
      const settings = { experiment, seed, images, teacher, from: guard.sound };
      throw error.traced({ phase: "student", settings, seen });
    }
  }

  async *#stages(parts: EngineParts): AsyncGenerator<Reports, void> {
    if (!this.#resumed) {
      const told = [...this.#copied(), ...(this.#probe ? [this.#probe.teacherReport()] : [])];
      const looked = await this.#look(this.#stage, 0, parts);
      if (told.length + looked.length > 0) yield [...told, ...looked];
    }
    if (this.#stage === 1) {
      yield* this.#probed(this.#learnStageOne(parts), 1, parts);
      this.learner.resetMomentum();
      this.comparison?.resetMomentum();
      this.#stage = 2;
    }
    yield* this.#probed(this.#learnTask(parts), 2, parts);
    yield* this.#finish(parts);
  }

  /** What learns beside the network and is dropped behind its stage. */
  get adapters(): Adapters | null {
    return this.comparison?.adapters ?? this.guides.adapters;
  }

  /** Where training stands. */
  get moment(): Moment {
    return { stage: this.#stage, step: this.#stage === 1 ? this.#one.done : this.#task.done };
  }

  async checkpoint(): Promise<StudentCheckpoint> {
    const { stage, step } = this.moment;
    return {
      stage,
      done: step,
      weights: await this.learner.arrays(),
      velocities: await this.learner.velocities(),
      best: this.#task.best,
      comparison: await methodState(this),
    };
  }

  dispose(): void {
    this.#probe?.dispose();
    disposeMethod(this);
    this.learner.dispose();
  }

  /** Behind which steps of the stage somebody looks at the network. */
  #restsIn(stage: 1 | 2): (step: number) => boolean {
    const iterations = stageIterations(this.experiment)[stage];
    return (step) => (this.#probe !== null || this.guides.any) && isProbed(step, iterations);
  }

  #copied(): Reports {
    const { experiment, teacher, network } = this;
    if (experiment.method.kind !== "copy" || !teacher) return [];
    return [{ type: "copied", counts: copyCounts(experiment.method, teacher.network, network) }];
  }

  /** The student's matrices, and what the method's loss is, on the probe images. */
  async #look(stage: 1 | 2, step: number, parts: EngineParts): Promise<Reports> {
    const matrices = await this.#probe?.report(this.learner, stage, step, parts);
    // What is learnt must be finite; what is only looked at stops nothing.
    if (matrices === null && lossesOf[this.experiment.method.kind][stage] === "fsp")
      throw new NotFinite("held-out", stage, step);
    const loss = await this.guides.report(stage, step, this.images, this.learner, parts);
    return [...(matrices ? [matrices] : []), ...loss];
  }

  /** Stage reports, each probed step with a look at the student. */
  async *#probed(
    stageReports: AsyncIterable<Reports>,
    stage: 1 | 2,
    parts: EngineParts,
  ): AsyncGenerator<Reports, void> {
    const iterations = stageIterations(this.experiment)[stage];
    for await (const reports of stageReports) {
      const step = reports.findLast((report) => report.type === "step")?.step;
      const looked = step !== undefined && isProbed(step, iterations);
      yield looked ? [...reports, ...(await this.#look(stage, step, parts))] : reports;
    }
  }

  async *#learnStageOne(parts: EngineParts): AsyncGenerator<Reports, void> {
    const { method, batch, augment } = this.experiment;
    const schedule = stageOneOf(method);
    const guide = this.guides.of(1);
    if (!schedule || !guide) throw new Error(`run: stage 1 of "${this.experiment.name}" needs a teacher`);
    if (this.#one.done === 0) yield [{ type: "stage", stage: 1, iterations: schedule.iterations }];
    const { seed, statistics, images } = this;
    const stage = { schedule, batch, augment, seed, images, rests: this.#restsIn(1), name: guide.guidance.name };
    const { fsp } = this.guides;
    yield* learnStageOne(
      this.learner,
      stage,
      // Machines know FSP's plain loss by heart.
      (batches) =>
        fsp ? this.learner.fspSteps(batches, statistics, fsp) : stageOneSteps(this.learner, batches, statistics, guide),
      this.#one,
      parts,
    );
  }

  async *#learnTask(parts: EngineParts): AsyncGenerator<Reports, void> {
    const { task: schedule, batch, augment, evaluateEvery } = this.experiment;
    if (this.#task.done === 0) yield [{ type: "stage", stage: 2, iterations: schedule.iterations }];
    const { seed, statistics } = this;
    const stage = {
      stage: 2 as const,
      schedule,
      batch,
      augment,
      seed,
      evaluateEvery,
      images: this.images,
      statistics,
      rests: this.#restsIn(2),
      guide: this.guides.of(2),
    };
    yield* learnTask(this.learner, stage, this.#task, parts);
  }

  /** Test images are looked at here for the first time, and choose nothing. */
  async *#finish(parts: EngineParts): AsyncGenerator<Reports, void> {
    const { experiment, seed, teacher } = this;
    const last = await this.#score("last", this.#task.done, parts);
    const weights = await this.learner.arrays();
    const chosen = this.#task.best!;
    this.learner.restore(chosen.weights);
    const best = await this.#score("best", chosen.step, parts);
    this.learner.restore(weights);
    const { method, task } = experiment;
    const result: Result = {
      experiment: experiment.name,
      experimentHash: await hashOf(experiment),
      seed,
      method: method.kind,
      last: last.score,
      best: best.score,
      teacher: teacher?.scores ?? null,
      iterations: {
        teacher: teacher?.iterations ?? 0,
        fsp: stageOneIterations(method),
        task: task.iterations,
      },
      ...(method.kind === "copy" && teacher && { copied: copyCounts(method, teacher.network, this.network) }),
      weightsHash: await weightsHash(this.network, weights),
      teacherWeightsHash: teacher?.weightsHash ?? null,
      environment: parts.environment,
    };
    await parts.settle();
    // Together, so that no checkpoint falls between them.
    yield [last.report, best.report, { type: "finished", result }];
  }

  /** Of the weights that the learner has now. */
  async #score(which: "last" | "best", step: number, parts: EngineParts): Promise<{ score: Score; report: Report }> {
    const of = (split: HeldOutSplit) => evaluation(this.learner, this.images[split], this.statistics, parts.breathe);
    const [validation, test] = [await of("validation"), await of("test")];
    await parts.settle();
    return {
      score: { step, validation: validation.accuracy, test: test.accuracy },
      report: { type: "evaluation", stage: 2, step, split: "test", weights: which, ...test },
    };
  }
}

/** A training's steps once more, one by one, through tfjs's tape, from a state that was kept of them. */
import type { NoticedOfHeldOut } from "../core/divergence.ts";
import type { Schedule } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import { studentNetwork } from "../core/build-network.ts";
import { stageOneOf } from "../core/methods/facts.ts";
import type { Network } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import { rateAt } from "../core/schedule.ts";
import { BatchStream } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { statisticsOf } from "../data/statistics.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { StudentCheckpoint } from "./checkpoints.ts";
import { comparedNumbers, validationNumbers, type Compared } from "./held-out-numbers.ts";
import type { Steps } from "./learner.ts";
import type { Trace } from "./not-finite.ts";
import { layerNumbers, type Numbers } from "./numbers.ts";
import { disposeMethod, methodState, openMethod } from "./run-method.ts";
import { gradientOf } from "./step-gradient.ts";
import { TapeLearner } from "./tape-learner.ts";
import type { TeacherModel } from "./teacher-model.ts";

export interface ReplayState {
  readonly done: number;
  readonly weights: WeightArrays;
  readonly velocities: WeightArrays;
  readonly comparison: StudentCheckpoint["comparison"];
}

/** Its losses, each by the name of its part. */
type Losses = Readonly<Record<string, number>>;

interface Parts {
  readonly learner: TapeLearner;
  readonly schedule: Schedule;
  readonly batches: BatchStream;
  readonly statistics: Statistics;
  readonly images: ImageSet;
  readonly steps: Steps<Losses>;
  /** What the loss is computed from. */
  readonly outputs: readonly string[];
  /** Null of a teacher. */
  readonly method: MethodState | null;
  /** The iterations that were done before the first of `batches`: those of a teacher's earlier lessons. */
  readonly before: number;
}

interface MethodState {
  /** Null where the stage learns nothing from a teacher. */
  readonly compared: Compared | null;
  state(): Promise<ReplayState["comparison"]>;
  dispose(): void;
}

/** The caller disposes it. */
export class Replay {
  readonly #parts: Parts;
  #done: number;

  private constructor(parts: Parts, done: number) {
    this.#parts = parts;
    this.#done = done;
  }

  static async open(trace: Trace, from: ReplayState): Promise<Replay> {
    const network = networkOf(trace);
    const learner = new TapeLearner(network, from.weights);
    try {
      learner.restoreVelocities(from.velocities);
      const parts = trace.phase === "teacher" ? await ofTeacher(trace, learner) : await ofStudent(trace, learner, from);
      return new Replay(parts, from.done);
    } catch (error) {
      learner.dispose();
      throw error;
    }
  }

  get done(): number {
    return this.#done;
  }

  /** Makes one step, and gives whether its loss was finite. */
  async step(): Promise<boolean> {
    const losses = await this.#step();
    return Object.values(losses).every(Number.isFinite);
  }

  async state(): Promise<ReplayState> {
    const { learner, method } = this.#parts;
    return {
      done: this.#done,
      weights: await learner.arrays(),
      velocities: await learner.velocities(),
      comparison: (await method?.state()) ?? new Map(),
    };
  }

  /** Makes one step, and gives its numbers in the order in which they are computed. */
  async *numbers(): AsyncGenerator<Numbers, void> {
    const { learner, batches, schedule, outputs } = this.#parts;
    const before = await this.state();
    const at = this.#done - this.#parts.before;
    const { pixels } = batches.batchAt(at);
    const key = batches.keyAt(at);
    yield* layerNumbers("forward", this.#model, pixels, outputs, { key, onStatistics: () => {} });
    const losses = await this.#step();
    for (const [layer, loss] of Object.entries(losses))
      yield { pass: "loss", layer, parameter: null, values: Float64Array.of(loss) };
    const after = await this.state();
    const trained = parametersOf(learner.network).filter(({ name }) => after.velocities.has(name));
    for (const { name, node, role } of trained.toReversed()) {
      const around = {
        before: before.weights.get(name)!,
        momentumBefore: before.velocities.get(name) ?? null,
        momentumAfter: after.velocities.get(name)!,
      };
      yield { pass: "gradient", layer: node, parameter: role, values: gradientOf(around, schedule) };
    }
    for (const { name, node, role } of parametersOf(learner.network))
      yield { pass: "update", layer: node, parameter: role, values: after.weights.get(name)! };
    for (const [layer, { values }] of after.comparison) yield { pass: "update", layer, parameter: null, values };
  }

  /** Of the images on which it was noticed, in inference mode. */
  heldOut(noticed: NoticedOfHeldOut): AsyncGenerator<Numbers, void> {
    const { images, method } = this.#parts;
    return noticed === "held-out" && method?.compared
      ? comparedNumbers(this.#model, images, method.compared)
      : validationNumbers(this.#model, images.validation);
  }

  dispose(): void {
    const { steps, method, learner } = this.#parts;
    steps.dispose();
    method?.dispose();
    learner.dispose();
  }

  get #model(): TeacherModel {
    const { learner, statistics } = this.#parts;
    return { network: learner.network, weights: learner.weights, statistics };
  }

  async #step(): Promise<Losses> {
    const { steps, schedule, before } = this.#parts;
    const [losses] = await steps.run(this.#done - before, 1, (at) => ({ ...schedule, rate: rateAt(schedule, at) }));
    this.#done += 1;
    return losses!;
  }
}

export function networkOf(trace: Trace): Network {
  return trace.phase === "teacher" ? trace.lesson.network : studentNetwork(trace.settings.experiment);
}

async function ofTeacher(trace: Extract<Trace, { phase: "teacher" }>, learner: TapeLearner): Promise<Parts> {
  const { seed, images } = trace;
  const { network, schedule, batch, augment, from } = trace.lesson;
  const statistics = statisticsOf(images.training, network.input);
  const batches = new BatchStream(images.training, network.input, batch, augment, seed, 0);
  const steps = named(await learner.taskSteps(batches, statistics), ({ loss }) => ({ task: loss }));
  const outputs = [network.output];
  return { learner, schedule, batches, statistics, images, steps, outputs, method: null, before: from };
}

async function ofStudent(
  { settings }: Extract<Trace, { phase: "student" }>,
  learner: TapeLearner,
  { comparison }: ReplayState,
): Promise<Parts> {
  const { experiment, seed, images, from } = settings;
  const { network } = learner;
  const { batch, augment, task } = experiment;
  const statistics = statisticsOf(images.training, network.input);
  const method = await openMethod(
    { ...settings, from: { ...from, comparison } },
    network,
    statistics,
    await learner.tensors(),
  );
  const batches = new BatchStream(images.training, network.input, batch, augment, seed, from.stage);
  const guide = method.guides.of(from.stage);
  const schedule = from.stage === 1 ? stageOneOf(experiment.method)! : task;
  const steps = guide
    ? named(await learner.guidedSteps(batches, statistics, guide), (outcome) => ({
        ...(outcome.task && { task: outcome.task.loss }),
        ...outcome.parts,
        total: outcome.loss,
      }))
    : named(await learner.taskSteps(batches, statistics), ({ loss }) => ({ task: loss }));
  const taps = guide?.guidance.taps.student ?? [];
  const outputs = guide && guide.guidance.taskWeight === null ? taps : [...taps, network.output];
  return {
    learner,
    schedule,
    batches,
    statistics,
    images,
    steps,
    outputs,
    method: {
      compared: guide && settings.teacher && { guide, teacher: settings.teacher, ...method },
      state: () => methodState(method),
      dispose: () => disposeMethod(method),
    },
    before: 0,
  };
}

function named<Outcome>(steps: Steps<Outcome>, lossesOf: (outcome: Outcome) => Losses): Steps<Losses> {
  return {
    ...steps,
    run: async (done, count, settingsAt) => {
      const outcomes = await steps.run(done, count, settingsAt);
      return outcomes.map(lossesOf);
    },
  };
}

/** A training's steps once more, one by one, through tfjs's tape, from a state that was kept of them. */
import * as tf from "@tensorflow/tfjs-core";
import type { Pass } from "../core/divergence.ts";
import type { Schedule } from "../core/experiment.ts";
import type { LabelledImages } from "../core/images.ts";
import { studentNetwork } from "../core/build-network.ts";
import { stageOneOf } from "../core/methods/facts.ts";
import type { Network, Parameter } from "../core/network.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import { rateAt } from "../core/schedule.ts";
import { BatchStream, slices } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { statisticsOf } from "../data/statistics.ts";
import type { TrainingPass } from "../models/forward.ts";
import { forward } from "../models/forward.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { StudentCheckpoint } from "./checkpoints.ts";
import { largestBatch } from "./evaluation.ts";
import type { Steps } from "./learner.ts";
import type { Trace } from "./not-finite.ts";
import { disposeMethod, methodState, openMethod } from "./run-method.ts";
import { gradientOf } from "./step-gradient.ts";
import { TapeLearner } from "./tape-learner.ts";
import { batchOf } from "./tape-views.ts";

/** Some of a step's numbers. */
export interface Numbers {
  readonly pass: Pass;
  readonly layer: string;
  readonly parameter: Parameter["role"] | null;
  readonly values: Float32Array | Float64Array;
}

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
  readonly validation: LabelledImages;
  readonly steps: Steps<Losses>;
  /** What the loss is computed from. */
  readonly outputs: readonly string[];
  /** Null of a teacher. */
  readonly method: MethodState | null;
  /** The iterations that were done before the first of `batches`: those of a teacher's earlier lessons. */
  readonly before: number;
}

interface MethodState {
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
    yield* this.#layers("forward", pixels, outputs, { key, onStatistics: () => {} });
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
  }

  /** What the layers give for the first validation images, in inference mode. */
  validation(): AsyncGenerator<Numbers, void> {
    const { learner, validation } = this.#parts;
    const { network } = learner;
    const [first] = slices(validation, network.input, Math.min(largestBatch, validation.labels.length));
    return this.#layers("validation", first!.pixels, [network.output], null);
  }

  dispose(): void {
    const { steps, method, learner } = this.#parts;
    steps.dispose();
    method?.dispose();
    learner.dispose();
  }

  async *#layers(
    pass: Pass,
    pixels: Uint8Array,
    outputs: readonly string[],
    training: TrainingPass | null,
  ): AsyncGenerator<Numbers, void> {
    const { learner, statistics } = this.#parts;
    const { network, weights } = learner;
    const reached = ancestorsOf(network, outputs);
    const names = network.nodes.flatMap(({ name, op }) => (op !== "input" && reached.has(name) ? [name] : []));
    const made = tf.tidy(() => {
      const layers = forward(network, weights, batchOf(network, pixels, statistics), names, training);
      return names.map((name) => layers.get(name)!);
    });
    try {
      for (const [index, layer] of names.entries())
        yield { pass, layer, parameter: null, values: Float32Array.from(await made[index]!.data()) };
    } finally {
      tf.dispose(made);
    }
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
  const { validation } = images;
  const outputs = [network.output];
  return { learner, schedule, batches, statistics, validation, steps, outputs, method: null, before: from };
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
    validation: images.validation,
    steps,
    outputs,
    method: {
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

/** Trains through tfjs: its ops, its tape, its gradients. Every network trains so; a machine is faster. */
import * as tf from "@tensorflow/tfjs-core";
import type { StepKey } from "../core/rng.ts";
import type { BatchNormNode, Network, Parameter } from "../core/network.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import type { LabelledImages } from "../core/images.ts";
import type { Pair } from "../core/pairs.ts";
import type { BatchStream } from "../data/batches.ts";
import { normalised } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { softmaxCrossEntropy } from "../kernels/cross-entropy/op.ts";
import { momentumStep } from "../kernels/momentum/op.ts";
import type { BatchStatistics, TrainingPass } from "../models/forward.ts";
import { forward } from "../models/forward.ts";
import type { WeightArrays } from "../models/weights.ts";
import { disposeWeights, toArrays, toTensors } from "../models/weights.ts";
import type { Evaluator } from "./evaluation.ts";
import { accuracyOf } from "./evaluation.ts";
import type { FspGoal } from "./fsp-stage.ts";
import type { FspOutcome, GuidedOutcome, Learner, Observer, StepSettings, Steps, TaskOutcome } from "./learner.ts";
import { fspAlone } from "./methods/fsp.ts";
import type { Guidance } from "./methods/guidance.ts";
import { Guide } from "./methods/guide.ts";
import { tapeEvaluator, tapeMatrices } from "./tape-views.ts";

export class TapeLearner implements Learner {
  readonly network: Network;
  readonly weights: ReadonlyMap<string, tf.Variable>;
  readonly #parameters: readonly Parameter[];
  #velocities = new Map<string, tf.Variable>();

  constructor(network: Network, initial: WeightArrays) {
    this.network = network;
    this.#parameters = parametersOf(network);
    this.weights = toTensors(network, initial);
  }

  taskSteps(batches: BatchStream, statistics: Statistics): Promise<Steps<TaskOutcome>> {
    return Promise.resolve({
      most: 1,
      run: (done, count, settingsAt) =>
        inTurn(done, count, (step) => this.#taskStep(batches, step, statistics, settingsAt(step))),
      dispose: () => {},
    });
  }

  async fspSteps(batches: BatchStream, statistics: Statistics, goal: FspGoal): Promise<Steps<FspOutcome>> {
    const guide = new Guide(fspAlone(goal), goal.teacher);
    const steps = await this.guidedSteps(batches, statistics, guide);
    return {
      ...steps,
      run: async (...given) => (await steps.run(...given)).map(({ loss, parts }) => ({ loss, pairLoss: parts })),
      dispose: () => guide.dispose(),
    };
  }

  guidedSteps(batches: BatchStream, statistics: Statistics, guide: Guide): Promise<Steps<GuidedOutcome>> {
    const { guidance } = guide;
    const cache = guide.cacheOf(batches);
    return Promise.resolve({
      most: 1,
      run: (done, count, settingsAt) =>
        inTurn(done, count, async (step) => {
          await guidance.before?.(step, this.weights);
          const batch = batches.batchAt(step);
          const targets = await cache.targetsAt(step, batch.pixels);
          const images = this.#images(batch.pixels, statistics);
          try {
            const seen = { images, labels: batch.labels, targets };
            return await this.#guidedStep(seen, guidance, batches.keyAt(step), settingsAt(step));
          } finally {
            tf.dispose([images, ...targets]);
          }
        }),
      dispose: () => {},
    });
  }

  resetMomentum(): void {
    disposeWeights(this.#velocities);
    this.#velocities = new Map();
  }

  evaluator(images: LabelledImages, statistics: Statistics): Promise<Evaluator> {
    return Promise.resolve(tapeEvaluator(this.network, this.weights, images, statistics));
  }

  observer(images: LabelledImages, statistics: Statistics, pairs: readonly Pair[]): Promise<Observer> {
    const matrices = () => tapeMatrices(this.network, this.weights, pairs, images.pixels, statistics);
    return Promise.resolve({ matrices, dispose: () => {} });
  }

  tensors(): Promise<ReadonlyMap<string, tf.Variable>> {
    return Promise.resolve(this.weights);
  }

  arrays(): Promise<WeightArrays> {
    return toArrays(this.weights);
  }

  velocities(): Promise<WeightArrays> {
    return toArrays(this.#velocities);
  }

  restoreVelocities(arrays: WeightArrays): void {
    this.resetMomentum();
    tf.tidy(() => {
      for (const [name, values] of arrays)
        this.#velocity(name).assign(tf.tensor(values.slice(), this.#weight(name).shape));
    });
  }

  dispose(): void {
    this.resetMomentum();
    disposeWeights(this.weights);
  }

  restore(arrays: WeightArrays): void {
    tf.tidy(() => {
      for (const [name, weight] of this.weights) weight.assign(tf.tensor(arrays.get(name)!.slice(), weight.shape));
    });
  }

  async #taskStep(
    batches: BatchStream,
    step: number,
    statistics: Statistics,
    settings: StepSettings,
  ): Promise<TaskOutcome> {
    const { pixels, labels } = batches.batchAt(step);
    const images = this.#images(pixels, statistics);
    const target = tf.tensor1d(labels, "int32");
    let logits: tf.Tensor2D | undefined;
    const loss = this.#step(this.#trained(this.#trainedParameters()), settings, batches.keyAt(step), (training) => {
      const output = this.#outputs(images, [this.network.output], training).get(this.network.output)!;
      logits = tf.keep(tf.reshape<tf.Rank.R2>(output, [images.shape[0], -1]));
      return softmaxCrossEntropy(logits, target);
    });
    try {
      const [lossData, logitsData] = await Promise.all([loss.data(), logits!.data()]);
      return { loss: lossData[0]!, accuracy: accuracyOf(Float32Array.from(logitsData), labels) };
    } finally {
      tf.dispose([loss, logits!, images, target]);
    }
  }

  async #guidedStep(
    { images, labels, targets }: Seen,
    { taps, parts, taskWeight, weightAt, losses, adapters }: Guidance,
    key: StepKey,
    settings: StepSettings,
  ): Promise<GuidedOutcome> {
    const wanted = taskWeight === null ? taps.student : [this.network.output, ...taps.student];
    const trained = [...this.#trained(this.#parametersBehind(wanted)), ...(adapters?.trained.values() ?? [])];
    const kept: tf.Tensor[] = [];
    const loss = this.#step(trained, settings, key, (training) => {
      const outputs = this.#outputs(images, wanted, training);
      const each = losses(outputs, targets);
      kept.push(tf.keep(tf.stack(each)));
      const guided = tf.addN(each.map((of, index) => tf.mul<tf.Scalar>(of, weightAt(parts[index]!, key.step))));
      if (taskWeight === null) return guided;
      const logits = tf.reshape<tf.Rank.R2>(outputs.get(this.network.output)!, [labels.length, -1]);
      const task = softmaxCrossEntropy(logits, tf.tensor1d(labels, "int32"));
      kept.push(tf.keep(task), tf.keep(logits));
      return tf.add(tf.mul(task, taskWeight), guided);
    });
    try {
      const [total, each, task, logits] = await Promise.all([loss, ...kept].map((tensor) => tensor.data()));
      return {
        loss: total![0]!,
        task: task && logits ? { loss: task[0]!, accuracy: accuracyOf(Float32Array.from(logits), labels) } : null,
        parts: Object.fromEntries(parts.map((part, index) => [part, each![index]!])),
      };
    } finally {
      tf.dispose([loss, ...kept]);
    }
  }

  #images(pixels: Uint8Array, statistics: Statistics): tf.Tensor4D {
    const { input } = this.network;
    const count = pixels.length / (input[0] * input[1] * input[2]);
    return tf.tensor4d(normalised(pixels, input, statistics), [count, ...input]);
  }

  #outputs(images: tf.Tensor4D, wanted: readonly string[], training: TrainingPass): Map<string, tf.Tensor> {
    return forward(this.network, this.weights, images, wanted, training);
  }

  #step(
    trained: readonly Trained[],
    settings: StepSettings,
    key: StepKey,
    lossOf: (training: TrainingPass) => tf.Scalar,
  ): tf.Scalar {
    return tf.tidy(() => {
      const statistics: [BatchNormNode, BatchStatistics][] = [];
      const variables = trained.map(({ weight }) => weight);
      const { value, grads } = tf.variableGrads(
        () =>
          lossOf({
            key,
            onStatistics: (node, { mean, variance }) => {
              statistics.push([node, { mean: tf.keep(mean), variance: tf.keep(variance) }]);
            },
          }),
        variables,
      );
      momentumStep(
        variables,
        trained.map(({ velocity }) => velocity),
        variables.map((variable) => grads[variable.name]!),
        settings,
      );
      for (const [node, batch] of statistics) {
        this.#blend(`${node.name}.mean`, batch.mean, node.momentum);
        this.#blend(`${node.name}.variance`, batch.variance, node.momentum);
      }
      return tf.keep(value);
    });
  }

  /** Running statistics: `momentum * old + (1 - momentum) * batch`; ends the batch's tensor. */
  #blend(name: string, batch: tf.Tensor1D, momentum: number): void {
    const running = this.#weight(name);
    running.assign(tf.tidy(() => tf.add(tf.mul(running, momentum), tf.mul(batch, 1 - momentum))));
    batch.dispose();
  }

  #trainedParameters(): string[] {
    return this.#parameters.filter((parameter) => parameter.trained).map((parameter) => parameter.name);
  }

  #trained(names: readonly string[]): Trained[] {
    return names.map((name) => ({ weight: this.#weight(name), velocity: this.#velocity(name) }));
  }

  #parametersBehind(taps: readonly string[]): string[] {
    const reached = ancestorsOf(this.network, taps);
    return this.#parameters
      .filter((parameter) => parameter.trained && reached.has(parameter.node))
      .map((parameter) => parameter.name);
  }

  #weight(name: string): tf.Variable {
    const weight = this.weights.get(name);
    if (!weight) throw new RangeError(`learner: the network has no parameter "${name}"`);
    return weight;
  }

  #velocity(name: string): tf.Variable {
    const known = this.#velocities.get(name);
    if (known) return known;
    const velocity = tf.tidy(() => tf.variable(tf.zeros(this.#weight(name).shape), false));
    this.#velocities.set(name, velocity);
    return velocity;
  }
}

/** A batch as the losses take it. */
interface Seen {
  readonly images: tf.Tensor4D;
  readonly labels: Int32Array;
  readonly targets: readonly tf.Tensor[];
}

interface Trained {
  readonly weight: tf.Variable;
  readonly velocity: tf.Variable;
}

async function inTurn<Outcome>(
  done: number,
  count: number,
  step: (done: number) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let at = done; at < done + count; at++) outcomes.push(await step(at));
  return outcomes;
}

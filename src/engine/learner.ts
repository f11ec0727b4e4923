/** One network being trained: its weights, its momentum, and one step of each loss. */
import * as tf from "@tensorflow/tfjs-core";
import type { Schedule } from "../core/experiment.ts";
import type { BatchNormNode, Network, Parameter } from "../core/network.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import type { Match } from "../core/pairs.ts";
import { softmaxCrossEntropy } from "../kernels/cross-entropy/op.ts";
import { fspLoss } from "../kernels/fsp/op.ts";
import { momentumStep } from "../kernels/momentum/op.ts";
import type { BatchStatistics } from "../models/forward.ts";
import { forward } from "../models/forward.ts";
import type { WeightArrays } from "../models/weights.ts";
import { disposeWeights, toArrays, toTensors } from "../models/weights.ts";
import { NotFinite } from "./parts.ts";
import { matricesBySide, tapsOf } from "./fsp-matrices.ts";

export type StepSettings = Pick<Schedule, "rate" | "momentum" | "decay">;

/** Stage 1's loss: each pair's, before its lambda, and their weighted sum. */
export interface FspLosses {
  readonly loss: number;
  readonly pairLoss: Readonly<Record<string, number>>;
}

export interface TaskLosses {
  readonly loss: number;
  /** `[batch, classes]`, before the update. */
  readonly logits: Float32Array;
}

export class Learner {
  readonly network: Network;
  readonly weights: ReadonlyMap<string, tf.Variable>;
  readonly #parameters: readonly Parameter[];
  #velocities = new Map<string, tf.Variable>();

  constructor(network: Network, initial: WeightArrays) {
    this.network = network;
    this.#parameters = parametersOf(network);
    this.weights = toTensors(network, initial);
  }

  /** Stage 0 and 2: one step down the cross-entropy. `images` `[b, h, w, c]`, `labels` `[b]`; both stay the caller's. */
  async taskStep(images: tf.Tensor4D, labels: tf.Tensor1D, settings: StepSettings): Promise<TaskLosses> {
    let logits: tf.Tensor2D | undefined;
    const loss = this.#step(this.#trainedParameters(), settings, (onStatistics) => {
      const output = this.#outputs(images, [this.network.output], onStatistics).get(this.network.output)!;
      logits = tf.keep(tf.reshape<tf.Rank.R2>(output, [images.shape[0], -1]));
      return softmaxCrossEntropy(logits, labels);
    });
    try {
      const [lossData, logitsData] = await Promise.all([loss.data(), logits!.data()]);
      return { loss: lossData[0]!, logits: Float32Array.from(logitsData) };
    } finally {
      tf.dispose([loss, logits!]);
    }
  }

  /**
   * Stage 1: one step down the weighted FSP loss towards the teacher's matrices (`[b, c1, c2]` a pair; the caller's).
   * Parameters that the taps do not depend on get neither update nor decay.
   */
  async fspStep(
    images: tf.Tensor4D,
    matches: readonly Match[],
    teacher: ReadonlyMap<string, tf.Tensor3D>,
    lambdaOf: (pair: string) => number,
    settings: StepSettings,
  ): Promise<FspLosses> {
    const taps = tapsOf(matches.map((match) => match.student));
    let pairLosses: tf.Tensor | undefined;
    const loss = this.#step(this.#parametersBehind(taps), settings, (onStatistics) => {
      const student = matricesBySide(matches, "student", this.#outputs(images, taps, onStatistics));
      const losses = matches.map(({ name }) => fspLoss(student.get(name)!, teacher.get(name)!));
      pairLosses = tf.keep(tf.stack(losses));
      return tf.addN(losses.map((value, index) => tf.mul<tf.Scalar>(value, lambdaOf(matches[index]!.name))));
    });
    try {
      const [total, each] = await Promise.all([loss.data(), pairLosses!.data()]);
      return { loss: total[0]!, pairLoss: Object.fromEntries(matches.map(({ name }, index) => [name, each[index]!])) };
    } finally {
      tf.dispose([loss, pairLosses!]);
    }
  }

  /** The error that stops a run: `what` happened, and the first layer whose parameters are no numbers any more. */
  async notFinite(what: string): Promise<NotFinite> {
    const broken = [...(await this.arrays())].find(([, values]) => !values.every(Number.isFinite));
    const where = broken
      ? `the first layer with such weights is ${broken[0].replace(/\.[^.]*$/, "")}`
      : "all weights are finite";
    return new NotFinite(`${what}; ${where}. A smaller learning rate often helps.`);
  }

  /** Forgets the momentum: a stage begins with a fresh optimizer. */
  resetMomentum(): void {
    disposeWeights(this.#velocities);
    this.#velocities = new Map();
  }

  arrays(): Promise<Map<string, Float32Array>> {
    return toArrays(this.weights);
  }

  velocities(): Promise<Map<string, Float32Array>> {
    return toArrays(this.#velocities);
  }

  /** Puts back what `velocities` gave. */
  restoreVelocities(arrays: WeightArrays): void {
    this.resetMomentum();
    for (const [name, values] of arrays)
      this.#velocity(name).assign(tf.tidy(() => tf.tensor(values.slice(), this.#weight(name).shape)));
  }

  dispose(): void {
    this.resetMomentum();
    disposeWeights(this.weights);
  }

  #outputs(images: tf.Tensor4D, wanted: readonly string[], onStatistics: OnStatistics): Map<string, tf.Tensor> {
    return forward(this.network, this.weights, images, wanted, onStatistics);
  }

  #step(
    parameters: readonly string[],
    settings: StepSettings,
    lossOf: (onStatistics: OnStatistics) => tf.Scalar,
  ): tf.Scalar {
    return tf.tidy(() => {
      const statistics: [BatchNormNode, BatchStatistics][] = [];
      const variables = parameters.map((name) => this.#weight(name));
      const { value, grads } = tf.variableGrads(
        () =>
          lossOf((node, { mean, variance }) => {
            statistics.push([node, { mean: tf.keep(mean), variance: tf.keep(variance) }]);
          }),
        variables,
      );
      momentumStep(
        variables,
        parameters.map((name) => this.#velocity(name)),
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

type OnStatistics = (node: BatchNormNode, statistics: BatchStatistics) => void;

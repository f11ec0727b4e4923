/** Runs a network graph on a batch of images. */
import * as tf from "@tensorflow/tfjs-core";
import type { BatchNormNode, DropoutNode, Network, NetworkNode, Padding } from "../core/network.ts";
import { nodeOf } from "../core/network.ts";
import type { StepKey } from "../core/rng.ts";
import { batchNormTraining } from "../kernels/batch-norm/op.ts";
import { dropoutMask } from "./dropout.ts";
import type { WeightTensors } from "./weights.ts";

/** Statistics of one batch at one batch norm layer, each `[channels]`. */
export interface BatchStatistics {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/** What a forward pass needs to know in training. */
export interface TrainingPass {
  /** Chooses what is dropped. */
  readonly key: StepKey;
  onStatistics(this: void, node: BatchNormNode, statistics: BatchStatistics): void;
}

/**
 * The outputs of the wanted layers, by name; only what they are computed from is run.
 * In training, batch norm uses the batch's own statistics and hands them to `onStatistics`, and dropout drops; in inference,
 * `training` being null, the running ones, and dropout does nothing.
 * Made for use inside `tf.tidy`: intermediate tensors are left to it.
 */
export function forward(
  network: Network,
  weights: WeightTensors,
  images: tf.Tensor4D,
  wanted: readonly string[],
  training: TrainingPass | null,
): Map<string, tf.Tensor> {
  const pass = new ForwardPass(network, weights, images, wanted, training);
  return new Map(wanted.map((name) => [name, pass.valueOf(name)]));
}

class ForwardPass {
  readonly #network: Network;
  readonly #weights: WeightTensors;
  readonly #images: tf.Tensor4D;
  readonly #training: TrainingPass | null;
  /** Layers that only their one consumer sees, so that both may run as one. */
  readonly #hidden: ReadonlySet<string>;
  readonly #outputs: Map<string, tf.Tensor>;

  constructor(
    network: Network,
    weights: WeightTensors,
    images: tf.Tensor4D,
    wanted: readonly string[],
    training: TrainingPass | null,
  ) {
    this.#network = network;
    this.#weights = weights;
    this.#images = images;
    this.#training = training;
    this.#hidden = hiddenIn(network, wanted);
    this.#outputs = new Map([["input", images]]);
  }

  /** A layer's output, computed where it is not known yet. */
  valueOf(name: string): tf.Tensor {
    const known = this.#outputs.get(name);
    if (known) return known;
    const value = this.#run(nodeOf(this.#network, name));
    this.#outputs.set(name, value);
    return value;
  }

  #run(node: NetworkNode): tf.Tensor {
    switch (node.op) {
      case "input":
        return this.#images;
      case "conv":
        return this.#shifted(node, tf.conv2d(this.#mapInto(node), this.#parameter(node, "kernel"), ...windowOf(node)));
      case "depthwiseConv": {
        const kernel: tf.Tensor4D = this.#parameter(node, "kernel");
        return this.#shifted(node, tf.depthwiseConv2d(this.#mapInto(node), kernel, ...windowOf(node)));
      }
      case "batchNorm":
        return this.#normalised(node, false, null);
      case "relu":
        return this.#rectified(nodeOf(this.#network, node.inputs[0]!));
      case "add":
        return tf.add(this.valueOf(node.inputs[0]!), this.valueOf(node.inputs[1]!));
      case "maxPool":
        return tf.maxPool(this.#mapInto(node), [...node.size], [...node.strides], explicit(node.pad));
      case "avgPool":
        return tf.avgPool(this.#mapInto(node), [...node.size], [...node.strides], explicit(node.pad));
      case "globalAvgPool":
        return tf.mean(this.#mapInto(node), [1, 2]);
      case "flatten":
        return tf.reshape(this.valueOf(node.inputs[0]!), [this.#images.shape[0], -1]);
      case "dense":
        return this.#shifted(
          node,
          tf.matMul(this.valueOf(node.inputs[0]!), this.#parameter<tf.Rank.R2>(node, "kernel")),
        );
      case "dropout":
        return this.#dropped(node);
      default:
        return node satisfies never;
    }
  }

  #rectified(input: NetworkNode): tf.Tensor {
    const isHidden = ({ name }: NetworkNode) => this.#hidden.has(name);
    if (input.op === "batchNorm" && isHidden(input)) return this.#normalised(input, true, null);
    const second = input.op === "add" && isHidden(input) ? nodeOf(this.#network, input.inputs[0]!) : null;
    if (second?.op === "batchNorm" && isHidden(second)) {
      return this.#normalised(second, true, this.#mapOf(input.inputs[1]!));
    }
    return tf.relu(this.valueOf(input.name));
  }

  #normalised(node: BatchNormNode, relu: boolean, residual: tf.Tensor4D | null): tf.Tensor4D {
    const x = this.#mapInto(node);
    const gamma = this.#parameter<tf.Rank.R1>(node, "gamma");
    const beta = this.#parameter<tf.Rank.R1>(node, "beta");
    if (this.#training) {
      const behind = residual ? { relu, residual } : { relu };
      const { y, mean, variance } = batchNormTraining(x, gamma, beta, node.epsilon, behind);
      this.#training.onStatistics(node, { mean, variance });
      return y;
    }
    const mean = this.#parameter<tf.Rank.R1>(node, "mean");
    const variance = this.#parameter<tf.Rank.R1>(node, "variance");
    const running: tf.Tensor4D = tf.batchNorm4d(x, mean, variance, beta, gamma, node.epsilon);
    const sum: tf.Tensor4D = residual ? tf.add(running, residual) : running;
    return relu ? tf.relu(sum) : sum;
  }

  #dropped(node: DropoutNode): tf.Tensor {
    const x = this.valueOf(node.inputs[0]!);
    if (!this.#training) return x;
    return tf.mul(x, tf.tensor(dropoutMask(this.#network, node, x.size, this.#training.key), x.shape));
  }

  #shifted(node: NetworkNode & { readonly bias: boolean }, y: tf.Tensor): tf.Tensor {
    return node.bias ? tf.add(y, this.#parameter(node, "bias")) : y;
  }

  #parameter<R extends tf.Rank>(node: NetworkNode, role: string): tf.Tensor<R> {
    const tensor = this.#weights.get(`${node.name}.${role}`);
    if (!tensor) throw new RangeError(`forward: no weights for "${node.name}.${role}"`);
    // oxlint-disable-next-line no-unsafe-type-assertion -- the graph fixes each parameter's rank, tfjs's variables do not carry it
    return tensor as tf.Tensor as tf.Tensor<R>;
  }

  /** What goes into a layer with one input. */
  #mapInto(node: NetworkNode): tf.Tensor4D {
    return this.#mapOf(node.inputs[0]!);
  }

  #mapOf(name: string): tf.Tensor4D {
    return toMap(this.valueOf(name), name);
  }
}

function hiddenIn({ nodes }: Network, wanted: readonly string[]): Set<string> {
  const consumers = new Map<string, number>();
  for (const name of nodes.flatMap(({ inputs }) => inputs)) consumers.set(name, (consumers.get(name) ?? 0) + 1);
  return new Set([...consumers].flatMap(([name, count]) => (count === 1 && !wanted.includes(name) ? [name] : [])));
}

/** A layer's output that still has positions, `[n, h, w, c]`. */
export function toMap(value: tf.Tensor, layer: string): tf.Tensor4D {
  if (!hasPositions(value)) throw new RangeError(`forward: "${layer}" has no positions, its shape is [${value.shape}]`);
  return value;
}

function hasPositions(value: tf.Tensor): value is tf.Tensor4D {
  return value.rank === 4;
}

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

function windowOf({
  strides,
  pad,
}: {
  readonly strides: readonly [number, number];
  readonly pad: Padding;
}): [[number, number], ExplicitPadding] {
  return [[...strides], explicit(pad)];
}

function explicit([top, bottom, left, right]: Padding): ExplicitPadding {
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}

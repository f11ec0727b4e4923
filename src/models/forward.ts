/** Runs a network graph on a batch of images. */
import * as tf from "@tensorflow/tfjs-core";
import type { BatchNormNode, Network, NetworkNode, Padding } from "../core/network.ts";
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
  const consumers = new Map<string, NetworkNode[]>();
  for (const node of network.nodes) {
    for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node]);
  }
  const outputs = new Map<string, tf.Tensor>([["input", images]]);

  const valueOf = (name: string): tf.Tensor => {
    const known = outputs.get(name);
    if (known) return known;
    const value = run(nodeOf(network, name));
    outputs.set(name, value);
    return value;
  };
  const mapOf = (name: string): tf.Tensor4D => toMap(valueOf(name), name);
  const parameter = <R extends tf.Rank>(node: NetworkNode, role: string): tf.Tensor<R> => {
    const tensor = weights.get(`${node.name}.${role}`);
    if (!tensor) throw new RangeError(`forward: no weights for "${node.name}.${role}"`);
    // oxlint-disable-next-line no-unsafe-type-assertion -- the graph fixes each parameter's rank, tfjs's variables do not carry it
    return tensor as tf.Tensor as tf.Tensor<R>;
  };
  /** Whether only its one consumer sees it, so that both may run as one. */
  const isHidden = (name: string) => consumers.get(name)?.length === 1 && !wanted.includes(name);

  const normalised = (node: BatchNormNode, relu: boolean, residual: tf.Tensor4D | null): tf.Tensor4D => {
    const x = mapOf(node.inputs[0]!);
    const gamma = parameter<tf.Rank.R1>(node, "gamma");
    const beta = parameter<tf.Rank.R1>(node, "beta");
    if (training) {
      const { y, mean, variance } = batchNormTraining(
        x,
        gamma,
        beta,
        node.epsilon,
        residual ? { relu, residual } : { relu },
      );
      training.onStatistics(node, { mean, variance });
      return y;
    }
    const [mean, variance] = [parameter<tf.Rank.R1>(node, "mean"), parameter<tf.Rank.R1>(node, "variance")];
    const running: tf.Tensor4D = tf.batchNorm4d(x, mean, variance, beta, gamma, node.epsilon);
    const sum: tf.Tensor4D = residual ? tf.add(running, residual) : running;
    return relu ? tf.relu(sum) : sum;
  };

  const rectified = (input: NetworkNode): tf.Tensor => {
    if (input.op === "batchNorm" && isHidden(input.name)) return normalised(input, true, null);
    const second = input.op === "add" && isHidden(input.name) ? nodeOf(network, input.inputs[0]!) : null;
    if (second?.op === "batchNorm" && isHidden(second.name)) return normalised(second, true, mapOf(input.inputs[1]!));
    return tf.relu(valueOf(input.name));
  };

  const shifted = (node: NetworkNode & { readonly bias: boolean }, y: tf.Tensor): tf.Tensor =>
    node.bias ? tf.add(y, parameter(node, "bias")) : y;

  const run = (node: NetworkNode): tf.Tensor => {
    switch (node.op) {
      case "input":
        return images;
      case "conv":
        return shifted(node, tf.conv2d(mapOf(node.inputs[0]!), parameter(node, "kernel"), ...windowOf(node)));
      case "depthwiseConv":
        return shifted(node, tf.depthwiseConv2d(mapOf(node.inputs[0]!), parameter(node, "kernel"), ...windowOf(node)));
      case "batchNorm":
        return normalised(node, false, null);
      case "relu":
        return rectified(nodeOf(network, node.inputs[0]!));
      case "add":
        return tf.add(valueOf(node.inputs[0]!), valueOf(node.inputs[1]!));
      case "maxPool":
        return tf.maxPool(mapOf(node.inputs[0]!), [...node.size], [...node.strides], explicit(node.pad));
      case "avgPool":
        return tf.avgPool(mapOf(node.inputs[0]!), [...node.size], [...node.strides], explicit(node.pad));
      case "globalAvgPool":
        return tf.mean(mapOf(node.inputs[0]!), [1, 2]);
      case "flatten":
        return tf.reshape(valueOf(node.inputs[0]!), [images.shape[0], -1]);
      case "dense":
        return shifted(node, tf.matMul(valueOf(node.inputs[0]!), parameter<tf.Rank.R2>(node, "kernel")));
      case "dropout": {
        const x = valueOf(node.inputs[0]!);
        return training ? tf.mul(x, tf.tensor(dropoutMask(network, node, x.size, training.key), x.shape)) : x;
      }
      default:
        return node satisfies never;
    }
  };
  return new Map(wanted.map((name) => [name, valueOf(name)]));
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

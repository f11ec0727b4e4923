/** The lab's networks and losses in jax-js. Every function takes over the arrays that it is given, as all of jax-js do. */
import { lax, nn, numpy as np } from "@jax-js/jax";
import type { BatchNormNode, Network, NetworkNode } from "../../src/core/network.ts";
import { ancestorsOf, parametersOf } from "../../src/core/network.ts";
import type { Pair } from "../../src/core/pairs.ts";
import { tapsOf } from "../../src/core/pairs.ts";
import type { Model } from "../inputs.ts";

/** By the parameter's name. */
export type Arrays = Record<string, np.Array>;

/** What the wanted layers are computed from: trained parameters, and running statistics. Filters are `[co, ci, kh, kw]`. */
export function parametersIn(
  { network, weights }: Model,
  wanted: readonly string[],
): [trained: Arrays, running: Arrays] {
  const reached = ancestorsOf(network, wanted);
  const [trained, running]: [Arrays, Arrays] = [{}, {}];
  for (const { name, node, shape, trained: isTrained } of parametersOf(network)) {
    if (!reached.has(node)) continue;
    const array = np.array(weights.get(name)!.slice(), { shape: [...shape] });
    (isTrained ? trained : running)[name] = shape.length === 4 ? np.transpose(array, [3, 2, 0, 1]) : array;
  }
  return [trained, running];
}

export interface Outcome {
  /** Of the wanted layers, `[b, c, h, w]` or `[b, units]`. */
  readonly values: np.Array[];
  /** The running statistics, blended with the batch's where the network trains. */
  readonly statistics: Arrays;
}

export function forward(
  network: Network,
  trained: Arrays,
  running: Arrays,
  images: np.Array,
  wanted: readonly string[],
  training: boolean,
): Outcome {
  const reached = ancestorsOf(network, wanted);
  const nodes = network.nodes.filter((node) => reached.has(node.name));
  const values = new Map<string, np.Array>();
  const statistics: Arrays = { ...running };
  /** How often a layer's output is still asked for; the last one takes it over. */
  const uses = new Map<string, number>();
  for (const name of [...nodes.flatMap((node) => node.inputs), ...wanted]) uses.set(name, (uses.get(name) ?? 0) + 1);
  const take = (name: string): np.Array => {
    const left = uses.get(name)! - 1;
    uses.set(name, left);
    return left > 0 ? values.get(name)!.ref : values.get(name)!;
  };
  const run = (node: NetworkNode): np.Array => {
    switch (node.op) {
      case "input":
        return images;
      case "conv": {
        const [top, bottom, left, right] = node.pad;
        const padding: [number, number][] = [
          [top, bottom],
          [left, right],
        ];
        return lax.convGeneralDilated(
          take(node.inputs[0]!),
          trained[`${node.name}.kernel`]!,
          [...node.strides],
          padding,
        );
      }
      case "batchNorm":
        return normalised(node, take(node.inputs[0]!), trained, statistics, training);
      case "relu":
        return nn.relu(take(node.inputs[0]!));
      case "add":
        return take(node.inputs[0]!).add(take(node.inputs[1]!));
      case "globalAvgPool":
        return np.mean(take(node.inputs[0]!), [2, 3]);
      case "dense":
        return np.matmul(take(node.inputs[0]!), trained[`${node.name}.kernel`]!).add(trained[`${node.name}.bias`]!);
      default:
        throw new RangeError(`the bench's networks have no ${node.op}`);
    }
  };
  for (const node of nodes) values.set(node.name, run(node));
  return { values: wanted.map(take), statistics };
}

/** With the batch's statistics, which it blends into the running ones, or with those. */
function normalised(
  { name, epsilon, momentum }: BatchNormNode,
  x: np.Array,
  trained: Arrays,
  statistics: Arrays,
  training: boolean,
): np.Array {
  const [gamma, beta] = [trained[`${name}.gamma`]!, trained[`${name}.beta`]!];
  if (!training) {
    const [mean, variance] = [statistics[`${name}.mean`]!, statistics[`${name}.variance`]!];
    return normalise(x.sub(perChannel(mean.ref)), perChannel(variance.ref), gamma, beta, epsilon);
  }
  const { y, mean, variance } = batchNorm(x, gamma, beta, epsilon);
  const blend = (name: string, batch: np.Array) => {
    const fresh = lax.stopGradient(batch.reshape([-1])).mul(1 - momentum);
    statistics[name] = statistics[name]!.mul(momentum).add(fresh);
  };
  blend(`${name}.mean`, mean);
  blend(`${name}.variance`, variance);
  return y;
}

/** Mean and variance are `[1, c, 1, 1]`. */
export function batchNorm(
  x: np.Array,
  gamma: np.Array,
  beta: np.Array,
  epsilon: number,
): { y: np.Array; mean: np.Array; variance: np.Array } {
  const mean = np.mean(x.ref, [0, 2, 3], { keepdims: true });
  const centred = x.sub(mean.ref);
  const variance = np.mean(np.square(centred.ref), [0, 2, 3], { keepdims: true });
  return { y: normalise(centred, variance.ref, gamma, beta, epsilon), mean, variance };
}

function normalise(centred: np.Array, variance: np.Array, gamma: np.Array, beta: np.Array, epsilon: number): np.Array {
  return centred
    .div(np.sqrt(variance.add(epsilon)))
    .mul(perChannel(gamma))
    .add(perChannel(beta));
}

function perChannel(row: np.Array): np.Array {
  return row.reshape([1, -1, 1, 1]);
}

/** `[b, classes]` and labels `[b]`. */
export function crossEntropy(logits: np.Array, labels: np.Array): np.Array {
  const picked = nn.logSoftmax(logits).mul(nn.oneHot(labels, 10));
  return np.mean(np.sum(picked, 1)).mul(-1);
}

/** `[b, c1, c2]` a pair, from the outputs of `tapsOf(pairs)`. */
export function matricesOf(pairs: readonly Pair[], outputs: readonly np.Array[]): np.Array[] {
  const taps = tapsOf(pairs);
  const mapOf = (name: string) => outputs[taps.indexOf(name)]!.ref;
  const matrices = pairs.map(({ first, last, resize }) => {
    const map = mapOf(first);
    return fspOf(resize ? maxPooled(map, map.shape[2]! / resize.to[0]) : map, mapOf(last));
  });
  for (const output of outputs) output.dispose();
  return matrices;
}

function maxPooled(map: np.Array, window: number): np.Array {
  const [height, width] = map.shape.slice(2).map((side) => side / window);
  const blocks = map.reshape([...map.shape.slice(0, 2), height!, window, width!, window]);
  return np.max(np.max(blocks, 5), 3);
}

/** `[b, c1, h, w]` and `[b, c2, h, w]` → `[b, c1, c2]`. */
export function fspOf(first: np.Array, last: np.Array): np.Array {
  const rowsOf = (map: np.Array) => map.reshape([...map.shape.slice(0, 2), -1]);
  const positions = first.shape[2]! * first.shape[3]!;
  const [rows, columns] = [rowsOf(first), rowsOf(last)];
  // Its einsum wants iterators that Node 20 does not have.
  return np.matmul(rows, np.transpose(columns, [0, 2, 1])).div(positions);
}

/** The squared differences of all pairs, summed over cells, means over the batch. */
export function distance(student: readonly np.Array[], goal: readonly np.Array[]): np.Array {
  const losses = student.map((matrix, index) => {
    const batch = matrix.shape[0]!;
    return np.sum(np.square(matrix.sub(goal[index]!))).div(batch);
  });
  return losses.reduce((sum, loss) => sum.add(loss));
}

/** The lab's networks in tf.layers, and FSP in tf's own ops. */
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { layers, model } from "@tensorflow/tfjs-layers";
import type { Layer } from "@tensorflow/tfjs-layers/dist/exports_layers.js";
import type { NetworkNode } from "../../src/core/network.ts";
import { parametersOf } from "../../src/core/network.ts";
import type { Pair } from "../../src/core/pairs.ts";
import type { Model } from "../inputs.ts";

/** A functional model that gives the wanted layers' outputs. */
export function layersModel({ network, weights }: Model, wanted: readonly string[]): LayersModel {
  const input = layers.input({ shape: [...network.input] });
  const values = new Map<string, SymbolicTensor>([["input", input]]);
  const made = new Map<string, Layer>();
  for (const node of network.nodes) {
    if (node.op === "input") continue;
    const layer = layerOf(node);
    const inputs = node.inputs.map((name) => values.get(name)!);
    // oxlint-disable-next-line no-unsafe-type-assertion -- symbolic in, symbolic out
    values.set(node.name, layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as SymbolicTensor);
    made.set(node.name, layer);
  }
  for (const [name, layer] of made) {
    const parameters = parametersOf(network).filter((parameter) => parameter.node === name);
    if (parameters.length === 0) continue;
    const tensors = parameters.map(({ name, shape }) => tf.tensor(weights.get(name)!, [...shape]));
    layer.setWeights(tensors);
    tf.dispose(tensors);
  }
  return model({ inputs: input, outputs: wanted.map((name) => values.get(name)!) });
}

/** Padding "same" costs what the lab's does; at stride 2 it lies at the other edge, so results differ a little there. */
function layerOf(node: NetworkNode): Layer {
  const name = node.name.replaceAll(".", "_");
  switch (node.op) {
    case "conv": {
      const { filters, kernel, strides } = node;
      const [kernelSize, steps] = [[...kernel], [strides[0], strides[1]] satisfies [number, number]];
      return layers.conv2d({ name, filters, kernelSize, strides: steps, padding: "same", useBias: node.bias });
    }
    case "batchNorm":
      return layers.batchNormalization({ name, epsilon: node.epsilon, momentum: node.momentum });
    case "relu":
      return layers.reLU({ name });
    case "add":
      return layers.add({ name });
    case "globalAvgPool":
      return layers.globalAveragePooling2d({ name, dataFormat: "channelsLast" });
    case "dense":
      return layers.dense({ name, units: node.units, useBias: node.bias });
    default:
      throw new RangeError(`the bench's networks have no ${node.op}`);
  }
}

export function outputsOf(model: LayersModel, images: tf.Tensor4D, training: boolean): tf.Tensor[] {
  const outputs = model.apply(images, { training });
  // oxlint-disable-next-line no-unsafe-type-assertion -- tensors in, tensors out
  return (Array.isArray(outputs) ? outputs : [outputs]) as tf.Tensor[];
}

/** `[b, c1, c2]` a pair, from the outputs for `tapsOf(pairs)`. */
export function matricesOf(pairs: readonly Pair[], outputs: readonly tf.Tensor[]): tf.Tensor3D[] {
  const taps = [...new Set(pairs.flatMap((pair) => [pair.first, pair.last]))];
  // oxlint-disable-next-line no-unsafe-type-assertion -- every tap is a map
  const mapOf = (name: string) => outputs[taps.indexOf(name)] as tf.Tensor4D;
  return pairs.map(({ first, last, resize }) => {
    const map = mapOf(first);
    const window = resize ? map.shape[1] / resize.to[0] : 1;
    return fspOf(resize ? tf.maxPool(map, window, window, "valid") : map, mapOf(last));
  });
}

/** `[b, h, w, c1]` and `[b, h, w, c2]` → `[b, c1, c2]`. */
export function fspOf(first: tf.Tensor4D, last: tf.Tensor4D): tf.Tensor3D {
  const [batch, height, width, channels] = first.shape;
  const positions = height * width;
  const rows1 = tf.reshape(first, [batch, positions, channels]);
  const rows2 = tf.reshape(last, [batch, positions, last.shape[3]]);
  return tf.div(tf.matMul<tf.Tensor3D>(rows1, rows2, true), positions);
}

/** The squared differences of all pairs, summed over cells, means over the batch. */
export function distance(student: readonly tf.Tensor[], goal: readonly tf.Tensor[]): tf.Scalar {
  const losses = student.map((matrix, index) =>
    tf.div(tf.sum(tf.squaredDifference(matrix, goal[index]!)), matrix.shape[0]),
  );
  return tf.addN(losses).asScalar();
}

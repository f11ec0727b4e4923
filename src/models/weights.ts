/** The parameters of a network: as plain arrays at rest, as tensors while it runs. */
import * as tf from "@tensorflow/tfjs-core";
import { sha256Of } from "../core/canonical.ts";
import type { Network, Parameter } from "../core/network.ts";
import { nodeOf, parametersOf } from "../core/network.ts";
import { stream } from "../core/rng.ts";

/** One array for each parameter, by the parameter's name. */
export type WeightArrays = ReadonlyMap<string, Float32Array>;
export type WeightTensors = ReadonlyMap<string, tf.Variable>;

/** Teacher and student draw from different streams, or equal seeds would give them equal layers. */
export type Role = "teacher" | "student";

/** MSRA: kernels are normal with variance 2 / fan-in; gamma and running variance are 1, the rest 0. */
export function initialWeights(network: Network, role: Role, seed: number): Map<string, Float32Array> {
  const parameters = parametersOf(network);
  return new Map(
    parameters.map((parameter, index) => [parameter.name, initialValues(network, parameter, role, seed, index)]),
  );
}

function initialValues(network: Network, parameter: Parameter, role: Role, seed: number, index: number): Float32Array {
  const values = new Float32Array(countOf(parameter));
  if (parameter.role === "gamma" || parameter.role === "variance") return values.fill(1);
  if (parameter.role !== "kernel") return values;
  // A depthwise filter sees one channel, a number of any other kernel all of them.
  const outputs = parameter.shape.slice(nodeOf(network, parameter.node).op === "depthwiseConv" ? -2 : -1);
  const fanIn = countOf(parameter) / outputs.reduce((product, n) => product * n, 1);
  stream("init", seed, role === "teacher" ? 0 : 1, index).fillNormal(values, Math.sqrt(2 / fanIn));
  return values;
}

export function countOf(parameter: Parameter): number {
  return parameter.shape.reduce((product, n) => product * n, 1);
}

/** The caller disposes them with `disposeWeights`. */
export function toTensors(network: Network, arrays: WeightArrays): Map<string, tf.Variable> {
  // All are looked at before the first is made: nobody would free it.
  const whole = parametersOf(network).map((parameter) => {
    const values = arrays.get(parameter.name);
    if (values?.length !== countOf(parameter)) {
      throw new RangeError(
        `weights: "${parameter.name}" has ${values?.length ?? "no"} numbers, the network needs [${parameter.shape}]`,
      );
    }
    return { parameter, values };
  });
  return new Map(
    whole.map(({ parameter: { name, shape, trained }, values }) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(values.slice(), [...shape]), trained)),
    ]),
  );
}

/** Copies the tensors' values; the tensors stay the caller's. */
export async function toArrays(tensors: WeightTensors): Promise<Map<string, Float32Array>> {
  const arrays = new Map<string, Float32Array>();
  for (const [name, tensor] of tensors) arrays.set(name, Float32Array.from(await tensor.data()));
  return arrays;
}

export function disposeWeights(tensors: ReadonlyMap<string, tf.Tensor>): void {
  for (const tensor of tensors.values()) tensor.dispose();
}

/** SHA-256 over all parameters as little-endian float32, in the order of `parametersOf`. */
export function weightsHash(network: Network, arrays: WeightArrays): Promise<string> {
  const all = parametersOf(network).map((parameter) => arrays.get(parameter.name)!);
  const bytes = new Uint8Array(all.reduce((sum, values) => sum + values.byteLength, 0));
  let at = 0;
  for (const values of all) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return sha256Of(bytes);
}

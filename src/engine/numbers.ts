/** Numbers of a network as a replay looks at them, in the order in which they are computed. */
import * as tf from "@tensorflow/tfjs-core";
import type { Pass } from "../core/divergence.ts";
import { isAllFinite } from "../core/divergence.ts";
import type { Parameter } from "../core/network.ts";
import { ancestorsOf } from "../core/network.ts";
import type { TrainingPass } from "../models/forward.ts";
import { forward } from "../models/forward.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";

/** Some of a step's numbers. */
export interface Numbers {
  readonly pass: Pass;
  readonly layer: string;
  readonly parameter: Parameter["role"] | null;
  readonly values: Float32Array | Float64Array | Int32Array;
}

/** What the layers give for these images up to `outputs`; `training` is null in inference mode. */
export async function* layerNumbers(
  pass: Pass,
  { network, weights, statistics }: TeacherModel,
  pixels: Uint8Array,
  outputs: readonly string[],
  training: TrainingPass | null,
): AsyncGenerator<Numbers, void> {
  const reached = ancestorsOf(network, outputs);
  const names = network.nodes.flatMap(({ name, op }) => (op !== "input" && reached.has(name) ? [name] : []));
  const made = tf.tidy(() => {
    const layers = forward(network, weights, batchOf(network, pixels, statistics), names, training);
    return names.map((name) => layers.get(name)!);
  });
  yield* tensorNumbers(pass, names, made);
}

/** Of tensors by their names; disposes them. */
export async function* tensorNumbers(
  pass: Pass,
  names: readonly string[],
  tensors: readonly tf.Tensor[],
): AsyncGenerator<Numbers, void> {
  try {
    for (const [index, layer] of names.entries())
      yield { pass, layer, parameter: null, values: Float32Array.from(await tensors[index]!.data()) };
  } finally {
    tf.dispose([...tensors]);
  }
}

/** The first that are not all finite. */
export async function firstNotFinite(numbers: AsyncGenerator<Numbers, void>): Promise<Numbers | null> {
  for await (const each of numbers) if (!isAllFinite(each.values)) return each;
  return null;
}

/** Networks, weights and teachers as files that other programs read. */
import { BadInput } from "../core/bad-input.ts";
import { ownJson } from "../core/canonical.ts";
import type { Network } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import type { Pair } from "../core/pairs.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import { safetensorsBytes, tensorFileOf } from "../core/safetensors.ts";
import type { WeightArrays } from "../models/weights.ts";
import { countOf, weightsHash } from "../models/weights.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** `network-teacher.json` and `network-student.json`. `layers` are those that a method without pairs reads, by section. */
export function networkDocument(
  network: Network,
  pairs: Readonly<Record<string, Pair>>,
  layers: Readonly<Record<string, string>>,
): object {
  const { input, nodes, output } = network;
  return { input, nodes, output, pairs, ...(Object.keys(layers).length > 0 && { layers }) };
}

export function weightTensors(network: Network, weights: WeightArrays): Map<string, StoredTensor> {
  return new Map(parametersOf(network).map(({ name, shape }) => [name, { shape, values: weights.get(name)! }]));
}

/** What a teacher's file says of it beside its weights. */
export type TeacherFacts = Pick<TrainedTeacher, "statistics" | "scores" | "iterations" | "weightsHash" | "reports">;

/** The weights, and in the header the facts without which they could not be used. */
export function teacherBytes(teacher: TrainedTeacher): Uint8Array {
  const { network, weights, statistics, scores, iterations } = teacher;
  return safetensorsBytes({
    tensors: weightTensors(network, weights),
    metadata: {
      "fsp-lab.teacher": JSON.stringify({ statistics, scores, iterations, weightsHash: teacher.weightsHash }),
    },
  });
}

/** Reads what `teacherBytes` wrote, for the network that the experiment names; `file` is for the error's sentence. */
export async function teacherOf(bytes: Uint8Array, network: Network, file: string): Promise<TrainedTeacher> {
  const { tensors, metadata } = tensorFileOf(bytes, file);
  const facts = metadata["fsp-lab.teacher"];
  if (facts === undefined)
    throw new BadInput(`${file} is not a teacher made by this lab: its header has no fsp-lab.teacher.`);
  const weights = new Map<string, Float32Array>();
  for (const parameter of parametersOf(network)) {
    const stored = tensors.get(parameter.name);
    if (!(stored?.values instanceof Float32Array) || stored.values.length !== countOf(parameter)) {
      throw new BadInput(
        `${file} does not fit the teacher's network: "${parameter.name}" should be [${parameter.shape}].`,
      );
    }
    weights.set(parameter.name, stored.values);
  }
  // The lab wrote these facts itself, and the caller has checked the file's hash.
  const known = ownJson<Omit<TeacherFacts, "reports">>(facts);
  const hash = await weightsHash(network, weights);
  if (hash !== known.weightsHash)
    throw new BadInput(`${file} is damaged: its weights do not have the hash that its header names.`);
  return { ...known, network, weights, reports: [] };
}

/** Networks, weights and teachers as files that other programs read. */
import { BadInput } from "../core/bad-input.ts";
import { canonicalJson } from "../core/canonical.ts";
import type { Network } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import type { Pair } from "../core/pairs.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import { safetensorsBytes, tensorFileOf } from "../core/safetensors.ts";
import type { TeacherFacts } from "../core/teacher-file.ts";
import { teacherFactsKey, teacherFactsOf } from "../core/teacher-file.ts";
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

/** The weights, and in the header the facts without which they could not be used. */
export function teacherBytes(teacher: TrainedTeacher): Uint8Array {
  const { network, weights, statistics, scores, iterations, origin } = teacher;
  const facts: TeacherFacts = { statistics, scores, iterations, weightsHash: teacher.weightsHash, origin };
  // In one form, so that equal teachers have equal files.
  return safetensorsBytes({
    tensors: weightTensors(network, weights),
    metadata: { [teacherFactsKey]: canonicalJson(facts) },
  });
}

/** Reads what `teacherBytes` wrote, for the network that the experiment names; `file` is for the error's sentence. */
export async function teacherOf(bytes: Uint8Array, network: Network, file: string): Promise<TrainedTeacher> {
  const { tensors, metadata } = tensorFileOf(bytes, file);
  const facts = teacherFactsOf(metadata[teacherFactsKey]);
  if (!facts || facts.statistics.mean.length !== network.input[2])
    throw new BadInput({ code: "weights", file, fault: { kind: "no-facts" } });
  const weights = weightsIn(tensors, network, file);
  const hash = await weightsHash(network, weights);
  if (hash !== facts.weightsHash) throw new BadInput({ code: "weights", file, fault: { kind: "own-hash" } });
  return { ...facts, network, weights, reports: [] };
}

/** Of a student that was kept; throws `BadInput` where the file is not of this network. */
export function studentWeights(bytes: Uint8Array, network: Network): WeightArrays {
  return weightsIn(tensorFileOf(bytes, "student.safetensors").tensors, network, null);
}

/** What a run's result says of the weights in such a file. Throws `BadInput` as `studentWeights` does. */
export function studentHash(bytes: Uint8Array, network: Network): Promise<string> {
  return weightsHash(network, studentWeights(bytes, network));
}

/** `file` is a teacher's, or null for a student's. */
function weightsIn(tensors: ReadonlyMap<string, StoredTensor>, network: Network, file: string | null): WeightArrays {
  const weights = new Map<string, Float32Array>();
  for (const parameter of parametersOf(network)) {
    const stored = tensors.get(parameter.name);
    if (!(stored?.values instanceof Float32Array) || stored.values.length !== countOf(parameter)) {
      const whose = file === null ? "student" : "teacher";
      const fault = { kind: "misfit", whose, parameter: parameter.name, shape: parameter.shape } as const;
      throw new BadInput({ code: "weights", file, fault });
    }
    weights.set(parameter.name, stored.values);
  }
  return weights;
}

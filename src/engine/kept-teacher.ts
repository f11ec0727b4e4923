/** A trained teacher with all that it reported, for the runs that share it: weights, its steps as a tensor, the rest in the header. */
import { BadInput } from "../core/bad-input.ts";
import { ownJson } from "../core/canonical.ts";
import type { Network } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import { weightTensors } from "./network-file.ts";
import type { PackedReports } from "./packed-reports.ts";
import { packedReports, unpackedReports } from "./packed-reports.ts";
import { sealed, unsealed } from "./sealed-file.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

const factsKey = "fsp-lab.kept-teacher";
const stepsName = "reports/steps";

interface Facts extends Pick<TrainedTeacher, "statistics" | "scores" | "weightsHash" | "iterations" | "origin"> {
  /** Who it is, in the words of the caller. */
  readonly owner: string;
  readonly others: PackedReports["others"];
}

export async function keptTeacherBytes(teacher: TrainedTeacher, owner: string): Promise<Uint8Array> {
  const { network, weights, statistics, scores, weightsHash, iterations, origin, reports } = teacher;
  const { steps, others } = packedReports(reports);
  const tensors = weightTensors(network, weights);
  tensors.set(stepsName, steps);
  const facts: Facts = { owner, statistics, scores, weightsHash, iterations, origin, others };
  return sealed({ tensors, metadata: { [factsKey]: JSON.stringify(facts) } });
}

/** Reads what `keptTeacherBytes` wrote of the same owner; throws `BadInput` naming `file` when these bytes are not that. */
export async function keptTeacherOf(
  bytes: Uint8Array,
  network: Network,
  owner: string,
  file: string,
): Promise<TrainedTeacher> {
  const found = await unsealed(bytes);
  const text = found?.metadata[factsKey];
  // Its hash says that the lab wrote this itself.
  const facts = text === undefined ? null : ownJson<Facts>(text);
  if (!found || facts?.owner !== owner) {
    throw new BadInput(
      `${file} is damaged, or another teacher; move it away, and the same command trains this teacher anew.`,
    );
  }
  const { statistics, scores, weightsHash, iterations, origin, others } = facts;
  const weights = new Map<string, Float32Array>();
  for (const { name } of parametersOf(network)) {
    const stored = found.tensors.get(name);
    if (stored?.values instanceof Float32Array) weights.set(name, stored.values);
  }
  const reports = unpackedReports({ steps: found.tensors.get(stepsName)!, others });
  return { network, weights, statistics, scores, weightsHash, iterations, origin, reports };
}

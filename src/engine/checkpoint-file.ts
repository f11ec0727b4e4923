/**
 * A checkpoint as one safetensors file: `weights/…`, `velocities/…`, `best/…`, `teacher/…`, `comparison/…` (what a remedy
 * keeps), what the teacher reported step by step, and the rest as JSON in its header. It carries its own hash: no damaged file goes on as another run.
 */
import { BadInput } from "../core/bad-input.ts";
import { hashOf, ownJson } from "../core/canonical.ts";
import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import type { Experiment } from "../core/experiment.ts";
import { networkInTraining } from "../core/lessons.ts";
import type { Network } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { PackedReports } from "./packed-reports.ts";
import { packedReports, unpackedReports } from "./packed-reports.ts";
import type { Checkpoint } from "./checkpoints.ts";
import { sealed, unsealed } from "./sealed-file.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** Reports but for the steps, which lie in a tensor. */
type OtherReports = PackedReports["others"];
type TeacherRest = Omit<TrainedTeacher, "network" | "weights" | "reports"> & { readonly reports: OtherReports };
type Rest =
  | { readonly phase: "teacher"; readonly done: number; readonly reports: OtherReports }
  | {
      readonly phase: "student";
      readonly stage: 1 | 2;
      readonly done: number;
      readonly best: { readonly step: number; readonly validation: number } | null;
      readonly teacher: TeacherRest | null;
    };

const comparisonPrefix = "comparison/";
const teacherSteps = "reports/teacher";

/** `notes` are kept beside it for the caller. */
export async function checkpointBytes(
  checkpoint: Checkpoint,
  experiment: Experiment,
  notes: string,
): Promise<Uint8Array> {
  const tensors = new Map<string, StoredTensor>();
  const add = (prefix: string, network: Network, arrays: WeightArrays) => {
    for (const { name, shape } of parametersOf(network)) {
      const values = arrays.get(name);
      if (values) tensors.set(`${prefix}/${name}`, { shape, values });
    }
  };
  if (checkpoint.phase === "teacher") {
    const network = networkInTraining(experiment, checkpoint.training.done);
    add("weights", network, checkpoint.training.weights);
    add("velocities", network, checkpoint.training.velocities);
  } else {
    const network = studentNetwork(experiment);
    add("weights", network, checkpoint.student.weights);
    add("velocities", network, checkpoint.student.velocities);
    for (const [name, tensor] of checkpoint.student.comparison) tensors.set(`${comparisonPrefix}${name}`, tensor);
    if (checkpoint.student.best) add("best", network, checkpoint.student.best.weights);
    if (checkpoint.teacher) add("teacher", checkpoint.teacher.network, checkpoint.teacher.weights);
  }
  const reports = checkpoint.phase === "teacher" ? checkpoint.training.reports : (checkpoint.teacher?.reports ?? []);
  const { steps, others } = packedReports(reports);
  tensors.set(teacherSteps, steps);
  const metadata = {
    "fsp-lab.checkpoint": JSON.stringify(restOf(checkpoint, others)),
    "fsp-lab.experiment": await hashOf(experiment),
    "fsp-lab.notes": notes,
  };
  return sealed({ tensors, metadata });
}

function restOf(checkpoint: Checkpoint, reports: OtherReports): Rest {
  if (checkpoint.phase === "teacher") return { phase: "teacher", done: checkpoint.training.done, reports };
  const { stage, done, best } = checkpoint.student;
  return {
    phase: "student",
    stage,
    done,
    best: best && { step: best.step, validation: best.validation },
    teacher: checkpoint.teacher && teacherRestOf(checkpoint.teacher, reports),
  };
}

function teacherRestOf(
  { statistics, scores, iterations, weightsHash, origin }: TrainedTeacher,
  reports: OtherReports,
): TeacherRest {
  return { statistics, scores, iterations, weightsHash, origin, reports };
}

/** Reads what `checkpointBytes` wrote for the same experiment; throws `BadInput` naming `file` when these bytes are not that; null where the page keeps it. */
export async function checkpointOf(
  bytes: Uint8Array,
  experiment: Experiment,
  file: string | null,
): Promise<{ checkpoint: Checkpoint; notes: string }> {
  const found = await unsealed(bytes);
  if (!found) throw new BadInput({ code: "checkpoint", file, why: "damaged" });
  const { tensors, metadata } = found;
  if (metadata["fsp-lab.experiment"] !== (await hashOf(experiment)))
    throw new BadInput({ code: "checkpoint", file, why: "other-experiment" });
  // Its hash says that the lab wrote this itself.
  const rest = ownJson<Rest>(metadata["fsp-lab.checkpoint"]!);
  const notes = metadata["fsp-lab.notes"]!;
  const arrays = (prefix: string): WeightArrays =>
    new Map(
      [...tensors].flatMap(([name, { values }]) =>
        name.startsWith(`${prefix}/`) && values instanceof Float32Array
          ? [[name.slice(prefix.length + 1), values]]
          : [],
      ),
    );
  const reportsWith = (others: OtherReports) => unpackedReports({ steps: tensors.get(teacherSteps)!, others });
  const [weights, velocities] = [arrays("weights"), arrays("velocities")];
  if (rest.phase === "teacher") {
    const { done } = rest;
    return {
      checkpoint: { phase: "teacher", training: { done, reports: reportsWith(rest.reports), weights, velocities } },
      notes,
    };
  }
  const { stage, done } = rest;
  const best = rest.best && { ...rest.best, weights: arrays("best") };
  const teacher = rest.teacher && {
    ...rest.teacher,
    reports: reportsWith(rest.teacher.reports),
    network: teacherNetwork(experiment),
    weights: arrays("teacher"),
  };
  const comparison = new Map(
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(comparisonPrefix) ? [[name.slice(comparisonPrefix.length), tensor]] : [],
    ),
  );
  const student = { stage, done, weights, velocities, best, comparison };
  return { checkpoint: { phase: "student", teacher, student }, notes };
}

/** A checkpoint as one safetensors file: `weights/…`, `velocities/…`, `best/…`, `teacher/…`, and the rest as JSON in its header. */
import { BadInput } from "../core/bad-input.ts";
import { ownJson } from "../core/canonical.ts";
import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import type { Experiment } from "../core/experiment.ts";
import type { Network } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import type { Report } from "../core/report.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import { safetensorsBytes, tensorFileOf } from "../core/safetensors.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { Checkpoint } from "./plan-run.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

type TeacherRest = Omit<TrainedTeacher, "network" | "weights">;
type Rest =
  | { readonly phase: "teacher"; readonly done: number; readonly reports: readonly Report[] }
  | {
      readonly phase: "student";
      readonly stage: 1 | 2;
      readonly done: number;
      readonly best: { readonly step: number; readonly validation: number } | null;
      readonly teacher: TeacherRest | null;
    };

/** `notes` are kept beside it for the caller: what it had written so far. */
export function checkpointBytes(checkpoint: Checkpoint, experiment: Experiment, notes: string): Uint8Array {
  const tensors = new Map<string, StoredTensor>();
  const add = (prefix: string, network: Network, arrays: WeightArrays) => {
    for (const { name, shape } of parametersOf(network)) {
      const values = arrays.get(name);
      if (values) tensors.set(`${prefix}/${name}`, { shape, values });
    }
  };
  const rest = restOf(checkpoint);
  if (checkpoint.phase === "teacher") {
    const network = teacherNetwork(experiment);
    add("weights", network, checkpoint.training.weights);
    add("velocities", network, checkpoint.training.velocities);
  } else {
    const network = studentNetwork(experiment);
    add("weights", network, checkpoint.student.weights);
    add("velocities", network, checkpoint.student.velocities);
    if (checkpoint.student.best) add("best", network, checkpoint.student.best.weights);
    if (checkpoint.teacher) add("teacher", checkpoint.teacher.network, checkpoint.teacher.weights);
  }
  return safetensorsBytes({
    tensors,
    metadata: { "fsp-lab.checkpoint": JSON.stringify(rest), "fsp-lab.notes": notes },
  });
}

function restOf(checkpoint: Checkpoint): Rest {
  if (checkpoint.phase === "teacher") {
    const { done, reports } = checkpoint.training;
    return { phase: "teacher", done, reports };
  }
  const { stage, done, best } = checkpoint.student;
  return {
    phase: "student",
    stage,
    done,
    best: best && { step: best.step, validation: best.validation },
    teacher: checkpoint.teacher && teacherRestOf(checkpoint.teacher),
  };
}

function teacherRestOf({ statistics, scores, iterations, weightsHash, reports }: TrainedTeacher): TeacherRest {
  return { statistics, scores, iterations, weightsHash, reports };
}

/** Reads what `checkpointBytes` wrote for the same experiment. */
export function checkpointOf(
  bytes: Uint8Array,
  experiment: Experiment,
  file: string,
): { checkpoint: Checkpoint; notes: string } {
  const { tensors, metadata } = tensorFileOf(bytes, file);
  const text = metadata["fsp-lab.checkpoint"];
  if (text === undefined) throw new BadInput(`${file} is not a checkpoint of this lab; remove it to begin anew.`);
  // The lab wrote this itself, and the folder is named after the experiment.
  const rest = ownJson<Rest>(text);
  const arrays = (prefix: string): WeightArrays =>
    new Map(
      [...tensors].flatMap(([name, { values }]) =>
        name.startsWith(`${prefix}/`) && values instanceof Float32Array
          ? [[name.slice(prefix.length + 1), values]]
          : [],
      ),
    );
  const notes = metadata["fsp-lab.notes"] ?? "";
  const [weights, velocities] = [arrays("weights"), arrays("velocities")];
  if (rest.phase === "teacher") {
    return {
      checkpoint: { phase: "teacher", training: { done: rest.done, reports: rest.reports, weights, velocities } },
      notes,
    };
  }
  const { stage, done } = rest;
  const best = rest.best && { ...rest.best, weights: arrays("best") };
  const teacher = rest.teacher && { ...rest.teacher, network: teacherNetwork(experiment), weights: arrays("teacher") };
  return { checkpoint: { phase: "student", teacher, student: { stage, done, weights, velocities, best } }, notes };
}

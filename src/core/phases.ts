/** What the stages of a teacher's and a student's training cost. */
import { studentNetwork, teacherNetwork } from "./build-network.ts";
import type { Experiment, Stage } from "./experiment.ts";
import { fspSettingsOf, isPlain } from "./fsp-settings.ts";
import { lessonsOf, teacherIterations } from "./lessons.ts";
import { isKnownToMachines } from "./machine-layers.ts";
import { lossesOf, readsFsp, stageOneOf } from "./methods/facts.ts";
import type { Network } from "./network.ts";
import { costsOf } from "./network.ts";
import { evaluationsPerTeacher } from "./plan-runs.ts";

/** One stage of a teacher's or a student's training. */
export interface StageCost {
  readonly stage: Stage;
  readonly iterations: number;
  /** Of one training step, forward and backward, with its share of the evaluations. */
  readonly multiplyAddsPerStep: number;
  /** Whether routines on a machine make the steps, or tfjs. */
  readonly way: "machine" | "tfjs";
}

/** A backward pass costs about two forward ones. */
const passesPerStep = 3;

/** Null where it is not trained here. */
export function teacherCost(experiment: Experiment): StageCost | null {
  const { teacher, data } = experiment;
  if (teacher.kind !== "recipe") return null;
  const iterations = teacherIterations(teacher);
  const lessons = lessonsOf(teacher, data);
  const multiplyAdds = lessons.reduce((sum, lesson) => {
    const { batch, schedule } = lesson;
    const images = passesPerStep * batch * schedule.iterations + lesson.data.validation * evaluationsPerTeacher;
    return sum + costsOf(lesson.network).multiplyAdds * images;
  }, 0);
  // Lessons differ in their last layer alone, which machines know of any size.
  return { stage: 0, iterations, multiplyAddsPerStep: multiplyAdds / iterations, way: wayOf(lessons[0].network) };
}

export function studentCosts(experiment: Experiment): StageCost[] {
  const { method, task, batch, data, evaluateEvery } = experiment;
  const network = studentNetwork(experiment);
  const student = costsOf(network).multiplyAdds;
  const evaluated = data.validation / evaluateEvery;
  const teacherIn = (stage: 1 | 2) =>
    lossesOf[method.kind][stage] === null ? 0 : costsOf(teacherNetwork(experiment)).multiplyAdds;
  const taskCost: StageCost = {
    stage: 2,
    iterations: task.iterations,
    multiplyAddsPerStep: student * (passesPerStep * batch + evaluated) + batch * teacherIn(2),
    way: lossesOf[method.kind][2] === null ? wayOf(network) : "tfjs",
  };
  const stageOne = stageOneOf(method);
  if (!stageOne) return [taskCost];
  const { iterations } = stageOne;
  const multiplyAddsPerStep = batch * (passesPerStep * student + teacherIn(1));
  return [{ stage: 1, iterations, multiplyAddsPerStep, way: stageOneWay(experiment, network) }, taskCost];
}

/** Of one step in which this network alone learns. */
export function stepCost(network: Network, batch: number): StageCost {
  const multiplyAddsPerStep = costsOf(network).multiplyAdds * passesPerStep * batch;
  return { stage: 2, iterations: 1, multiplyAddsPerStep, way: wayOf(network) };
}

function wayOf(network: Network): StageCost["way"] {
  return isKnownToMachines(network) ? "machine" : "tfjs";
}

/** Machines know FSP's plain loss of max-pooled maps, of networks that they know both. */
function stageOneWay(experiment: Experiment, student: Network): StageCost["way"] {
  const { method } = experiment;
  if (!readsFsp(method)) return "tfjs";
  const settings = fspSettingsOf(method);
  if (!isPlain(settings) || settings.convention.pool !== "max") return "tfjs";
  return isKnownToMachines(student) ? wayOf(teacherNetwork(experiment)) : "tfjs";
}

/** How fast machines of a kind are, at a guess. */
export interface Pace {
  readonly multiplyAddsPerSecond: number;
  readonly secondsPerStep: number;
}

/** On one core with wasm a step of ResNet-8 at batch 64 took 24 ms at width 8 and 64 ms at width 16; at batch 16 and width 4 it took 2. */
export const wasmPace: Pace = { multiplyAddsPerSecond: 2.5e10, secondsPerStep: 0.003 };
/**
 * A guess for a laptop's GPU, on which nothing was measured: a step of ResNet-8 is 78 dispatches, at some tens of
 * microseconds each, and its arithmetic is bound by memory.
 */
export const gpuPace: Pace = { multiplyAddsPerSecond: 1e11, secondsPerStep: 0.003 };

/**
 * By how much a step through tfjs takes longer than the same step on a machine. On wasm the best of 33 steps of stage 1 of
 * ResNet-8 took 1.97 times as long at width 4 and batch 16, 1.95 at 8 and 64, 1.3 at 16 and 64; of stage 2 at 16 and 64, 1.95.
 */
const factors: Readonly<Record<StageCost["way"], number>> = { machine: 1, tfjs: 2 };

/** A step's multiply-adds, those through tfjs counted for as many as a machine makes in that time. */
export function workPerStep({ multiplyAddsPerStep, way }: StageCost): number {
  return multiplyAddsPerStep * factors[way];
}

export function workOf(costs: readonly StageCost[]): number {
  return costs.reduce((sum, cost) => sum + cost.iterations * workPerStep(cost), 0);
}

/** Before anything was measured. */
export function guessedSeconds(costs: readonly StageCost[], { multiplyAddsPerSecond, secondsPerStep }: Pace): number {
  return costs.reduce(
    (sum, cost) =>
      sum + cost.iterations * (workPerStep(cost) / multiplyAddsPerSecond + factors[cost.way] * secondsPerStep),
    0,
  );
}

/** What the stages of a teacher's and a student's training cost. */
import { studentNetwork, teacherNetwork } from "./build-network.ts";
import type { Experiment, Stage } from "./experiment.ts";
import { lessonsOf, teacherIterations } from "./lessons.ts";
import { lossesOf, stageOneOf } from "./methods/facts.ts";
import type { Network } from "./network.ts";
import { costsOf } from "./network.ts";
import { evaluationsPerTeacher } from "./plan-runs.ts";

/** One stage of a teacher's or a student's training. */
export interface StageCost {
  readonly stage: Stage;
  readonly iterations: number;
  /** Of one training step, forward and backward, with its share of the evaluations. */
  readonly multiplyAddsPerStep: number;
}

/** A backward pass costs about two forward ones. */
const passesPerStep = 3;

/** Null where it is not trained here. */
export function teacherCost(experiment: Experiment): StageCost | null {
  const { teacher, data } = experiment;
  if (teacher.kind !== "recipe") return null;
  const iterations = teacherIterations(teacher);
  const multiplyAdds = lessonsOf(teacher, data).reduce((sum, lesson) => {
    const { batch, schedule } = lesson;
    const images = passesPerStep * batch * schedule.iterations + lesson.data.validation * evaluationsPerTeacher;
    return sum + costsOf(lesson.network).multiplyAdds * images;
  }, 0);
  return { stage: 0, iterations, multiplyAddsPerStep: multiplyAdds / iterations };
}

export function studentCosts(experiment: Experiment): StageCost[] {
  const { method, task, batch, data, evaluateEvery } = experiment;
  const student = costsOf(studentNetwork(experiment)).multiplyAdds;
  const evaluated = data.validation / evaluateEvery;
  const teacherIn = (stage: 1 | 2) =>
    lossesOf[method.kind][stage] === null ? 0 : costsOf(teacherNetwork(experiment)).multiplyAdds;
  const taskCost: StageCost = {
    stage: 2,
    iterations: task.iterations,
    multiplyAddsPerStep: student * (passesPerStep * batch + evaluated) + batch * teacherIn(2),
  };
  const stageOne = stageOneOf(method);
  if (!stageOne) return [taskCost];
  const { iterations } = stageOne;
  return [{ stage: 1, iterations, multiplyAddsPerStep: batch * (passesPerStep * student + teacherIn(1)) }, taskCost];
}

/** Of one step in which this network alone learns. */
export function stepCost(network: Network, batch: number): StageCost {
  return { stage: 2, iterations: 1, multiplyAddsPerStep: costsOf(network).multiplyAdds * passesPerStep * batch };
}

/** How fast machines of a kind are, at a guess. */
export interface Pace {
  readonly multiplyAddsPerSecond: number;
  readonly secondsPerStep: number;
}

/** On one core with wasm a step of ResNet-8 at batch 64 took 24 ms at width 8 and 64 ms at width 16; at batch 16 and width 4 it took 2. */
export const wasmPace: Pace = { multiplyAddsPerSecond: 2.5e10, secondsPerStep: 0.003 };
/** A guess for a laptop's GPU: small networks spend their time on the dispatches of a step, not on its arithmetic. */
export const gpuPace: Pace = { multiplyAddsPerSecond: 2e10, secondsPerStep: 0.03 };

/** Before anything was measured. */
export function guessedSeconds(costs: readonly StageCost[], { multiplyAddsPerSecond, secondsPerStep }: Pace): number {
  return costs.reduce(
    (sum, { iterations, multiplyAddsPerStep }) =>
      sum + iterations * (multiplyAddsPerStep / multiplyAddsPerSecond + secondsPerStep),
    0,
  );
}

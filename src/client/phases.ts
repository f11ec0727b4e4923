/** A plan as the stages that it will go through, in order: for the time it takes and for how far it is. */
import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import type { Experiment, Plan, Stage } from "../core/experiment.ts";
import { costsOf } from "../core/network.ts";
import { evaluationsPerTeacher, hasTeacher, runsOf, teacherKey } from "../core/plan-runs.ts";
import type { RunKey } from "../core/report.ts";
import type { RunView } from "./run-view.ts";

export interface Phase {
  readonly run: RunKey;
  readonly stage: Stage;
  readonly iterations: number;
  /** Of one training step, forward and backward, with its share of the evaluations. */
  readonly multiplyAddsPerStep: number;
}

/** A backward pass costs about two forward ones. */
const passesPerStep = 3;

/** The name under which a run's view is kept. */
export function viewKey({ experiment, seed }: RunKey): string {
  return `${experiment} ${seed}`;
}

export function phasesOf(plan: Plan): Phase[] {
  // What a network costs takes a millisecond to find out, and a plan may have 6,400 runs of 64 experiments.
  const parts = new Map(plan.experiments.map((experiment) => [experiment, partsOf(plan, experiment)]));
  const taught = new Set<string>();
  return runsOf(plan).flatMap(({ run, experiment }): Phase[] => {
    const { teacher, student } = parts.get(experiment)!;
    const key = teacher && teacherKey(plan, experiment, run.seed);
    const first = key !== null && !taught.has(key);
    if (first) taught.add(key);
    return (first && teacher ? [teacher, ...student] : student).map((part) => ({ run, ...part }));
  });
}

type Part = Omit<Phase, "run">;

/** What every run of the experiment goes through; `teacher` is null where none is trained. */
function partsOf(plan: Plan, experiment: Experiment): { readonly teacher: Part | null; readonly student: Part[] } {
  return {
    teacher: hasTeacher(plan, experiment) ? teacherPart(experiment) : null,
    student: studentParts(experiment),
  };
}

function teacherPart(experiment: Experiment): Part | null {
  const { teacher, data } = experiment;
  if (teacher.kind !== "recipe") return null;
  const { multiplyAdds } = costsOf(teacherNetwork(experiment));
  const { iterations } = teacher.schedule;
  const evaluated = ((teacher.data ?? data).validation * evaluationsPerTeacher) / iterations;
  return { stage: 0, iterations, multiplyAddsPerStep: multiplyAdds * (passesPerStep * teacher.batch + evaluated) };
}

function studentParts(experiment: Experiment): Part[] {
  const { method, task, batch, data, evaluateEvery } = experiment;
  const student = costsOf(studentNetwork(experiment)).multiplyAdds;
  const evaluated = data.validation / evaluateEvery;
  const taskPart: Part = {
    stage: 2,
    iterations: task.iterations,
    multiplyAddsPerStep: student * (passesPerStep * batch + evaluated),
  };
  if (method.kind === "none") return [taskPart];
  const teacher = costsOf(teacherNetwork(experiment)).multiplyAdds;
  const { iterations } = method.schedule;
  return [{ stage: 1, iterations, multiplyAddsPerStep: batch * (passesPerStep * student + teacher) }, taskPart];
}

export interface Progress {
  /** Training steps over all runs and stages of the plan. */
  readonly done: number;
  readonly total: number;
  /** The phase in progress; null before the first and after the last. */
  readonly phase: Phase | null;
  readonly stepOfPhase: number;
  /** From the steps measured so far; null until there are some. */
  readonly secondsLeft: number | null;
}

export function progressOf(phases: readonly Phase[], views: Readonly<Record<string, RunView>>): Progress {
  let [done, total, millisecondsLeft] = [0, 0, 0];
  let current: Phase | null = null;
  let stepOfPhase = 0;
  const rate = measuredMilliseconds(phases, views);
  for (const phase of phases) {
    const steps = stepsDone(views[viewKey(phase.run)], phase.stage, phase.iterations);
    total += phase.iterations;
    done += steps;
    if (rate !== null) millisecondsLeft += (phase.iterations - steps) * phase.multiplyAddsPerStep * rate;
    if (views[viewKey(phase.run)]?.done?.stage === phase.stage) [current, stepOfPhase] = [phase, steps];
  }
  const secondsLeft = rate === null ? null : millisecondsLeft / 1000;
  return { done, total, phase: done === total ? null : current, stepOfPhase, secondsLeft };
}

/** How many of a stage's `iterations` are done: all of them where a later one has begun. */
export function stepsDone(view: RunView | undefined, stage: Stage, iterations: number): number {
  if (!view?.done) return 0;
  if (view.done.stage === stage) return view.done.step;
  return view.done.stage > stage ? iterations : 0;
}

/** The iterations that a stage has; null before it has begun, and for ever where the run goes without it. */
export function iterationsOf({ stages }: RunView, stage: Stage): number | null {
  return stages.find((begun) => begun.stage === stage)?.iterations ?? null;
}

/** Milliseconds a multiply-add, from the latest measured stage; null where nothing was measured. */
export function measuredMilliseconds(
  phases: readonly Phase[],
  views: Readonly<Record<string, RunView>>,
): number | null {
  for (const { run, stage, multiplyAddsPerStep } of phases.toReversed()) {
    const milliseconds = views[viewKey(run)]?.stepMilliseconds[stage];
    if (milliseconds !== undefined && milliseconds > 0) return milliseconds / multiplyAddsPerStep;
  }
  return null;
}

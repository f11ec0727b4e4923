/** One training step on a copy of the student, phase by phase, with the reference engine. */
import type { LossName } from "../core/methods/facts.ts";
import { lossesOf, readsFsp, stageOneOf } from "../core/methods/facts.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import { LookRefused } from "../core/look.ts";
import { tapsOf } from "../core/pairs.ts";
import type { StepKey } from "../core/rng.ts";
import { rateAt } from "../core/schedule.ts";
import type { Phase } from "../core/slow-motion.ts";
import { BatchStream } from "../data/batches.ts";
import type { ComparisonState } from "./comparison.ts";
import { goalOf } from "./fsp-stage.ts";
import type { StepSettings, Steps } from "./learner.ts";
import { guidanceOf } from "./methods/guidances.ts";
import { Guide } from "./methods/guide.ts";
import { openComparison } from "./open-comparison.ts";
import type { KeptState, Scene } from "./scene.ts";
import { stageIterations } from "./scene.ts";
import { batchMatrices, differences, madeOf, ownPhases, remedyPhases } from "./slow-motion-matrices.ts";
import { batchPass } from "./slow-motion-pass.ts";
import type { AroundStep } from "./step-gradient.ts";
import { gradientOf } from "./step-gradient.ts";
import { TapeLearner } from "./tape-learner.ts";
import type { TeacherModel } from "./teacher-model.ts";
import { disposeTeacher, toModel } from "./teacher-model.ts";

/** Where the step begins that comes next after `state`: behind stage 1 its momentum is forgotten. */
export function nextStepFrom(scene: Scene, state: KeptState): KeptState {
  const { stage, step } = state.moment;
  if (step < stageIterations(scene.experiment)[stage]) return state;
  if (stage === 1) return { ...state, moment: { stage: 2, step: 0 }, velocities: new Map() };
  throw new LookRefused("no-step", "Training is at its end: no step comes behind the last.");
}

/** `state` is where the step begins; it stays as it is. */
export async function* slowMotion(scene: Scene, state: KeptState): AsyncGenerator<Phase, void> {
  const learner = new TapeLearner(scene.network, state.weights);
  try {
    learner.restoreVelocities(state.velocities);
    yield* phasesLearningBy(lossesOf[scene.experiment.method.kind][state.moment.stage])(scene, state, learner);
  } finally {
    learner.dispose();
  }
}

type Phases = (scene: Scene, state: KeptState, learner: TapeLearner) => AsyncGenerator<Phase, void>;

/** By the loss that learns from the teacher. */
function phasesLearningBy(loss: LossName | null): Phases {
  if (loss === null) return taskPhases;
  if (loss === "fsp") return fspPhases;
  throw new LookRefused("other-loss", "Slow motion shows FSP's loss and cross-entropy, and no other.");
}

/** The matrices alone, or beside the labels. */
async function* fspPhases(scene: Scene, state: KeptState, learner: TapeLearner): AsyncGenerator<Phase, void> {
  const { experiment, network, statistics, teacher, matches, seed } = scene;
  const { method, task } = experiment;
  const { stage, step } = state.moment;
  const schedule = stage === 1 ? stageOneOf(method) : task;
  if (!schedule || !teacher || !readsFsp(method))
    throw new Error(`slow motion: stage ${stage} of "${experiment.name}" learns no matrices`);
  const batches = batchesOf(scene, state);
  const { pixels } = batches.batchAt(step);
  const student = { network, weights: learner.weights, statistics };
  const comparison = await openComparison(scene, learner.weights, state.comparison);
  try {
    await comparison?.before(step, learner.weights);
    const goal = goalOf(method, teacher, matches, experiment.batch, comparison);
    const given = { teacher: teacher.network, student: network, seed, iterations: schedule.iterations, fsp: goal };
    const guidance = guidanceOf(method, stage, given)!;
    const taps = (side: "teacher" | "student") => tapsOf(matches.map((match) => match[side]));
    const read = guidance.taskWeight === null ? taps("student") : [...taps("student"), network.output];
    const passOf = (side: "teacher" | "student", of: TeacherModel, layers: readonly string[], key: StepKey | null) =>
      batchPass(of, pixels, layers, (outputs) => madeOf(comparison, matches, side, outputs), key);
    const model = toModel(teacher);
    const theirs = await passOf("teacher", model, taps("teacher"), null).finally(() => disposeTeacher(model));
    yield { name: "teacherForward", layers: theirs.layers };
    const ours = await passOf("student", student, read, batches.keyAt(step));
    yield { name: "studentForward", layers: ours.layers };
    const matrices = batchMatrices(matches, theirs.made, ours.made);
    yield* ownPhases(matches, matrices);
    if (comparison) yield* remedyPhases(comparison, matches, matrices, experiment.batch);
    const before = await comparison?.adapters?.state();
    const settings = { ...schedule, rate: rateAt(schedule, step) };
    const guide = new Guide(guidance, teacher);
    const steps = await learner.guidedSteps(batches, statistics, guide);
    const outcome = await stepped(steps, step, settings).finally(() => guide.dispose());
    const pairs = differences(comparison, matches, matrices).map((matrix, index) => {
      const { name: pair } = matches[index]!;
      return { pair, matrix, loss: outcome.parts[pair]!, lambda: guidance.weightAt(pair, step) };
    });
    yield { name: "difference", loss: outcome.loss, task: outcome.task?.loss ?? null, pairs };
    const reached = ancestorsOf(network, read);
    const adapters = before && { before, after: await comparison!.adapters!.state() };
    yield* movePhases(learner, state, settings, (node) => reached.has(node), adapters ?? null);
  } finally {
    comparison?.dispose();
  }
}

async function* taskPhases(scene: Scene, state: KeptState, learner: TapeLearner): AsyncGenerator<Phase, void> {
  const { network, statistics, experiment } = scene;
  const { step } = state.moment;
  const batches = batchesOf(scene, state);
  const student = { network, weights: learner.weights, statistics };
  const { pixels } = batches.batchAt(step);
  const { layers } = await batchPass(student, pixels, [network.output], () => [], batches.keyAt(step));
  yield { name: "studentForward", layers };
  const settings = { ...experiment.task, rate: rateAt(experiment.task, step) };
  const { loss } = await stepped(await learner.taskSteps(batches, statistics), step, settings);
  yield { name: "difference", loss, task: loss, pairs: [] };
  yield* movePhases(learner, state, settings, () => true, null);
}

function batchesOf({ experiment, images, network, seed }: Scene, { moment }: KeptState): BatchStream {
  const { batch, augment } = experiment;
  return new BatchStream(images.training, network.input, batch, augment, seed, moment.stage);
}

async function stepped<Outcome>(steps: Steps<Outcome>, step: number, settings: StepSettings): Promise<Outcome> {
  try {
    const [outcome] = await steps.run(step, 1, () => settings);
    return outcome!;
  } finally {
    steps.dispose();
  }
}

/** The adapters' weights and momentum around the step. */
interface AdapterStep {
  readonly before: ComparisonState;
  readonly after: ComparisonState;
}

interface Moved extends AroundStep {
  readonly layer: string;
  readonly after: Numbers;
}
type Numbers = ArrayLike<number>;

/** What the step that `learner` made did to the parameters of the layers that are `trained`, and to the adapters. */
async function* movePhases(
  learner: TapeLearner,
  state: KeptState,
  settings: StepSettings,
  trained: (node: string) => boolean,
  adapters: AdapterStep | null,
): AsyncGenerator<Phase, void> {
  const [weights, velocities] = [await learner.arrays(), await learner.velocities()];
  const moved: Moved[] = parametersOf(learner.network)
    .filter((parameter) => parameter.trained && trained(parameter.node))
    .map(({ name, node }) => ({
      layer: node,
      before: state.weights.get(name)!,
      after: weights.get(name)!,
      momentumBefore: state.velocities.get(name) ?? null,
      momentumAfter: velocities.get(name)!,
    }));
  if (adapters) moved.push(...movedAdapters(adapters));
  const gradients = layerNorms(moved, (parameter) => gradientOf(parameter, settings));
  yield { name: "gradient", layers: gradients, norm: total(gradients) };
  const own = layerNorms(moved, ({ before }) => before);
  const moves = layerNorms(moved, ({ before, after }) => Float64Array.from(after, (value, i) => value - before[i]!));
  const layers = moves.map(({ layer, norm }, index) => {
    const length = own[index]!.norm;
    return { layer, norm, relative: length > 0 ? norm / length : null };
  });
  yield { name: "update", rate: settings.rate, layers, norm: total(moves) };
}

function movedAdapters({ before, after }: AdapterStep): Moved[] {
  const names = [...before.keys()].filter((name) => before.has(`${name}.velocity`));
  return names.map((layer) => ({
    layer,
    before: before.get(layer)!.values,
    after: after.get(layer)!.values,
    momentumBefore: before.get(`${layer}.velocity`)!.values,
    momentumAfter: after.get(`${layer}.velocity`)!.values,
  }));
}

/** Of each layer the norm of all its parameters together. */
function layerNorms(
  moved: readonly Moved[],
  valuesOf: (parameter: Moved) => Numbers,
): { layer: string; norm: number }[] {
  const squares = new Map<string, number>();
  for (const parameter of moved) {
    const values = valuesOf(parameter);
    let sum = squares.get(parameter.layer) ?? 0;
    for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
    squares.set(parameter.layer, sum);
  }
  return Array.from(squares, ([layer, sum]) => ({ layer, norm: Math.sqrt(sum) }));
}

function total(layers: readonly { readonly norm: number }[]): number {
  return Math.sqrt(layers.reduce((sum, { norm }) => sum + norm * norm, 0));
}

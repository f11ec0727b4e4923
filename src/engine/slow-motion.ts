/** One training step on a copy of the student, phase by phase, with the reference engine. */
import type { Network } from "../core/network.ts";
import { fspSettingsOf, isPlain } from "../core/fsp-settings.ts";
import { lossesOf, readsFsp, stageOneOf } from "../core/methods/facts.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import { LookRefused } from "../core/look.ts";
import { tapsOf } from "../core/pairs.ts";
import { rateAt } from "../core/schedule.ts";
import type { Phase } from "../core/slow-motion.ts";
import { BatchStream } from "../data/batches.ts";
import type { WeightArrays } from "../models/weights.ts";
import { goalOf } from "./fsp-stage.ts";
import type { StepSettings, Steps } from "./learner.ts";
import type { KeptState, Scene } from "./scene.ts";
import { stageIterations } from "./scene.ts";
import { batchPass } from "./slow-motion-pass.ts";
import { TapeLearner } from "./tape-learner.ts";
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
    yield* state.moment.stage === 1 ? fspPhases(scene, state, learner) : taskPhases(scene, state, learner);
  } finally {
    learner.dispose();
  }
}

async function* fspPhases(scene: Scene, state: KeptState, learner: TapeLearner): AsyncGenerator<Phase, void> {
  const { experiment, network, statistics, teacher, matches } = scene;
  const { method } = experiment;
  const schedule = stageOneOf(method);
  if (!schedule || !teacher) throw new Error(`slow motion: "${experiment.name}" has no stage 1`);
  if (!readsFsp(method) || !isPlain(fspSettingsOf(method))) throw otherLoss();
  const { step } = state.moment;
  const batches = batchesOf(scene, state);
  const { pixels } = batches.batchAt(step);
  const sides = (side: "teacher" | "student") => matches.map((match) => ({ ...match, pair: match[side] }));
  const model = toModel(teacher);
  const theirs = await batchPass(model, pixels, null, sides("teacher"), null).finally(() => disposeTeacher(model));
  yield { name: "teacherForward", layers: theirs.layers };
  const student = { network, weights: learner.weights, statistics };
  const ours = await batchPass(student, pixels, null, sides("student"), batches.keyAt(step));
  yield { name: "studentForward", layers: ours.layers };
  yield { name: "teacherMatrices", matrices: theirs.matrices };
  yield { name: "studentMatrices", matrices: ours.matrices };
  const goal = goalOf(method, teacher, matches, experiment.batch, null);
  const settings = { ...schedule, rate: rateAt(schedule, step) };
  const { loss, pairLoss } = await stepped(await learner.fspSteps(batches, statistics, goal), step, settings);
  const pairs = matches.map(({ name, shape }, index) => {
    const target = theirs.matrices[index]!.values;
    const values = ours.matrices[index]!.values.map((value, cell) => value - target[cell]!);
    return { matrix: { pair: name, shape, values }, loss: pairLoss[name]!, lambda: goal.lambdaOf(name) };
  });
  yield { name: "difference", loss, pairs };
  const reached = ancestorsOf(network, tapsOf(matches.map((match) => match.student)));
  yield* movePhases(learner, state, settings, (node) => reached.has(node));
}

async function* taskPhases(scene: Scene, state: KeptState, learner: TapeLearner): AsyncGenerator<Phase, void> {
  const { network, statistics, experiment } = scene;
  if (lossesOf[experiment.method.kind][2] !== null) throw otherLoss();
  const { step } = state.moment;
  const batches = batchesOf(scene, state);
  const student = { network, weights: learner.weights, statistics };
  const { layers } = await batchPass(student, batches.batchAt(step).pixels, network.output, [], batches.keyAt(step));
  yield { name: "studentForward", layers };
  const settings = { ...experiment.task, rate: rateAt(experiment.task, step) };
  const { loss } = await stepped(await learner.taskSteps(batches, statistics), step, settings);
  yield { name: "difference", loss, pairs: [] };
  yield* movePhases(learner, state, settings, () => true);
}

function otherLoss(): LookRefused {
  return new LookRefused(
    "other-loss",
    "Slow motion shows the plain distance of equal matrices and cross-entropy, and no other loss.",
  );
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

/** What the step that `learner` made did to the parameters of the layers that are `trained`. */
async function* movePhases(
  learner: TapeLearner,
  before: KeptState,
  { rate, momentum, decay }: StepSettings,
  trained: (node: string) => boolean,
): AsyncGenerator<Phase, void> {
  const { network } = learner;
  const [weights, velocities] = [await learner.arrays(), await learner.velocities()];
  // The step itself keeps no gradient, but v = momentum * v + (g + decay * w) tells it.
  const gradients = layerNorms(network, trained, (name) => {
    const [was, after, weight] = [before.velocities.get(name), velocities.get(name)!, before.weights.get(name)!];
    return Float64Array.from(after, (value, i) => value - momentum * (was?.[i] ?? 0) - decay * weight[i]!);
  });
  yield { name: "gradient", layers: gradients, norm: total(gradients) };
  const own = layerNorms(network, trained, (name) => before.weights.get(name)!);
  const moves = layerNorms(network, trained, (name) => difference(weights, before.weights, name));
  const layers = moves.map(({ layer, norm }, index) => {
    const length = own[index]!.norm;
    return { layer, norm, relative: length > 0 ? norm / length : null };
  });
  yield { name: "update", rate, layers, norm: total(moves) };
}

function difference(after: WeightArrays, before: WeightArrays, name: string): Float64Array {
  const old = before.get(name)!;
  return Float64Array.from(after.get(name)!, (value, i) => value - old[i]!);
}

/** Of each layer with trained parameters the norm of all of them together. */
function layerNorms(
  network: Network,
  trained: (node: string) => boolean,
  valuesOf: (parameter: string) => Float32Array | Float64Array,
): { layer: string; norm: number }[] {
  const squares = new Map<string, number>();
  for (const parameter of parametersOf(network)) {
    if (!parameter.trained || !trained(parameter.node)) continue;
    let sum = squares.get(parameter.node) ?? 0;
    for (const value of valuesOf(parameter.name)) sum += value * value;
    squares.set(parameter.node, sum);
  }
  return Array.from(squares, ([layer, sum]) => ({ layer, norm: Math.sqrt(sum) }));
}

function total(layers: readonly { readonly norm: number }[]): number {
  return Math.sqrt(layers.reduce((sum, { norm }) => sum + norm * norm, 0));
}

/** How hard each loss pulls in a step, so that its weight can be chosen by more than a guess. */
import * as tf from "@tensorflow/tfjs-core";
import { balancingWeight, type LossGradients } from "../core/loss-gradients.ts";
import { LookRefused } from "../core/look.ts";
import { unweighted, weightOf } from "../core/methods/weights.ts";
import type { Moment } from "../core/moment.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import { BatchStream } from "../data/batches.ts";
import { softmaxCrossEntropy } from "../kernels/cross-entropy/op.ts";
import type { TrainingPass } from "../models/forward.ts";
import { forward } from "../models/forward.ts";
import type { WeightTensors } from "../models/weights.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import { teacherOf } from "./look-model.ts";
import type { Guide } from "./methods/guide.ts";
import { disposeMethod, openMethod } from "./run-method.ts";
import type { Scene } from "./scene.ts";
import { nextStepFrom } from "./slow-motion.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";

/**
 * Of the batch of the next training step, or of a stage's first, and the weights before it, by the parameters that the
 * teacher's loss reaches. Rejects with `LookRefused` where that step learns nothing from a teacher.
 */
export async function lossGradients(
  scene: Scene,
  from: "now" | 1 | 2,
  breathe: () => Promise<void>,
): Promise<LossGradients> {
  const { experiment, network, statistics, images, seed } = scene;
  const state = nextStepFrom(scene, await scene.stateAt(from));
  const { stage, step } = state.moment;
  const weight = weightOf(experiment.method, stage);
  if (!weight)
    throw new LookRefused("no-step", `Stage ${stage} of "${experiment.name}" learns nothing from the teacher.`);
  // Where a stage begins the method begins with it.
  const kept = step > 0 ? { ...state, stage, done: step, best: null } : null;
  const method = unweighted(experiment.method, stage);
  const settings = { experiment: { ...experiment, method }, seed, images, teacher: teacherOf(scene), from: kept };
  const weights = toTensors(network, state.weights);
  try {
    const opened = await openMethod(settings, network, statistics, weights);
    try {
      const guide = opened.guides.of(stage)!;
      const lengths = await lengthsOf(scene, state.moment, weights, guide, breathe);
      const { setting } = weight;
      const balance = balancingWeight(lengths, setting);
      return { moment: state.moment, name: guide.guidance.name, ...lengths, setting, balance };
    } finally {
      disposeMethod(opened);
    }
  } finally {
    disposeWeights(weights);
  }
}

/** Of the batch behind `moment`. */
async function lengthsOf(
  { experiment, network, statistics, images, seed }: Scene,
  { stage, step }: Moment,
  weights: WeightTensors,
  guide: Guide,
  breathe: () => Promise<void>,
): Promise<Pick<LossGradients, "task" | "learned" | "parts">> {
  const { batch, augment } = experiment;
  const { parts, taps, weightAt, losses } = guide.guidance;
  const batches = new BatchStream(images.training, network.input, batch, augment, seed, stage);
  const { pixels, labels } = batches.batchAt(step);
  const reached = ancestorsOf(network, taps.student);
  const shared = parametersOf(network).filter(({ trained, node }) => trained && reached.has(node));
  const pass: DifferentiatedPass = {
    network,
    weights,
    statistics,
    pixels,
    training: { key: batches.keyAt(step), onStatistics: () => {} },
    variables: shared.map((parameter) => weights.get(parameter.name)!),
  };
  const targets = guide.targets(pixels);
  try {
    const task = await gradientOf(pass, [network.output], (outputs) =>
      softmaxCrossEntropy(tf.reshape(outputs.get(network.output)!, [batch, -1]), tf.tensor1d(labels, "int32")),
    );
    await breathe();
    const together = new Float64Array(task.length);
    const norms: { part: string; norm: number }[] = [];
    for (const [index, part] of parts.entries()) {
      const own = await gradientOf(pass, taps.student, (outputs) =>
        tf.mul(losses(outputs, targets)[index]!, weightAt(part, step)),
      );
      await breathe();
      for (const [i, value] of own.entries()) together[i]! += value;
      norms.push({ part, norm: normOf(own) });
    }
    return { task: normOf(task), learned: normOf(together), parts: norms };
  } finally {
    tf.dispose(targets);
  }
}

/** One batch through the student in training mode, and the variables that losses are differentiated by. */
interface DifferentiatedPass extends TeacherModel {
  readonly pixels: Uint8Array;
  readonly training: TrainingPass;
  readonly variables: readonly tf.Variable[];
}

/** All numbers of the gradient of the loss that `lossOf` makes of the outputs of the layers `wanted`. */
async function gradientOf(
  { network, weights, statistics, pixels, training, variables }: DifferentiatedPass,
  wanted: readonly string[],
  lossOf: (outputs: Map<string, tf.Tensor>) => tf.Scalar,
): Promise<Float64Array> {
  const flat = tf.tidy(() => {
    const input = batchOf(network, pixels, statistics);
    const lossOfPass = () => lossOf(forward(network, weights, input, wanted, training));
    const { grads } = tf.variableGrads(lossOfPass, [...variables]);
    // A part reaches nothing behind its own taps.
    return tf.concat(variables.map((variable) => tf.reshape(grads[variable.name] ?? tf.zerosLike(variable), [-1])));
  });
  try {
    return Float64Array.from(await flat.data());
  } finally {
    flat.dispose();
  }
}

function normOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** How hard each loss pulls in a step, so that its weight can be chosen by more than a guess. */
import * as tf from "@tensorflow/tfjs-core";
import { balancingWeight, type LossGradients } from "../core/loss-gradients.ts";
import { LookRefused } from "../core/look.ts";
import { unweighted, weightOf } from "../core/methods/weights.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import { BatchStream } from "../data/batches.ts";
import { softmaxCrossEntropy } from "../kernels/cross-entropy/op.ts";
import { forward } from "../models/forward.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import { teacherOf } from "./look-model.ts";
import { openMethod } from "./run-method.ts";
import type { Scene } from "./scene.ts";
import { nextStepFrom } from "./slow-motion.ts";
import { batchOf } from "./tape-views.ts";

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
  const { batch, augment } = experiment;
  const weights = toTensors(network, state.weights);
  // Where a stage begins the method begins with it.
  const kept = step > 0 ? { ...state, stage, done: step, best: null } : null;
  const method = await openMethod(
    {
      experiment: { ...experiment, method: unweighted(experiment.method, stage) },
      seed,
      images,
      teacher: teacherOf(scene),
      from: kept,
    },
    network,
    statistics,
    weights,
  );
  const guide = method.guides.of(stage)!;
  const { name, parts, taps, weightAt, losses } = guide.guidance;
  const batches = new BatchStream(images.training, network.input, batch, augment, seed, stage);
  const { pixels, labels } = batches.batchAt(step);
  const training = { key: batches.keyAt(step), onStatistics: () => {} };
  const targets = guide.targets(pixels);
  const reached = ancestorsOf(network, taps.student);
  const shared = parametersOf(network).filter(({ trained, node }) => trained && reached.has(node));
  const variables = shared.map((parameter) => weights.get(parameter.name)!);
  /** All numbers of one loss's gradient. */
  const gradientOf = async (wanted: readonly string[], lossOf: (outputs: Map<string, tf.Tensor>) => tf.Scalar) => {
    const flat = tf.tidy(() => {
      const input = batchOf(network, pixels, statistics);
      const { grads } = tf.variableGrads(() => lossOf(forward(network, weights, input, wanted, training)), variables);
      // A part reaches nothing behind its own taps.
      return tf.concat(variables.map((variable) => tf.reshape(grads[variable.name] ?? tf.zerosLike(variable), [-1])));
    });
    try {
      return Float64Array.from(await flat.data());
    } finally {
      flat.dispose();
      await breathe();
    }
  };
  try {
    const task = await gradientOf([network.output], (outputs) =>
      softmaxCrossEntropy(tf.reshape(outputs.get(network.output)!, [batch, -1]), tf.tensor1d(labels, "int32")),
    );
    const together = new Float64Array(task.length);
    const norms: { part: string; norm: number }[] = [];
    for (const [index, part] of parts.entries()) {
      const own = await gradientOf(taps.student, (outputs) =>
        tf.mul(losses(outputs, targets)[index]!, weightAt(part, step)),
      );
      for (const [i, value] of own.entries()) together[i]! += value;
      norms.push({ part, norm: normOf(own) });
    }
    const lengths = { task: normOf(task), learned: normOf(together) };
    const { setting } = weight;
    return {
      moment: state.moment,
      name,
      ...lengths,
      parts: norms,
      setting,
      balance: balancingWeight(lengths, setting),
    };
  } finally {
    method.guides.dispose();
    method.comparison?.dispose();
    disposeWeights(weights);
    tf.dispose(targets);
  }
}

function normOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

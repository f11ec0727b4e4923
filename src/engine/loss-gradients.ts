/** How hard each loss pulls at the start of stage 1, so that lambda can be chosen by more than a guess. */
import * as tf from "@tensorflow/tfjs-core";
import { fspSettingsOf, isPlain } from "../core/fsp-settings.ts";
import { readsFsp, stageOneOf } from "../core/methods/facts.ts";
import type { LossGradients } from "../core/loss-gradients.ts";
import { balancingLambda } from "../core/loss-gradients.ts";
import { LookRefused } from "../core/look.ts";
import { ancestorsOf, parametersOf } from "../core/network.ts";
import { tapsOf } from "../core/pairs.ts";
import { BatchStream } from "../data/batches.ts";
import { softmaxCrossEntropy } from "../kernels/cross-entropy/op.ts";
import { forward } from "../models/forward.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import { Comparison } from "./comparison.ts";
import { pairLosses } from "./fsp-losses.ts";
import { goalOf } from "./fsp-stage.ts";
import { teacherOf } from "./look-model.ts";
import type { Scene } from "./scene.ts";
import { batchOf } from "./tape-views.ts";
import { disposeTeacher, teacherMatrices, toModel } from "./teacher-model.ts";

/**
 * Of the first batch of stage 1 and the weights that it begins with, by the parameters that the taps depend on: both losses
 * reach them. Rejects with `LookRefused` where there is no stage 1.
 */
export async function lossGradients(scene: Scene, breathe: () => Promise<void>): Promise<LossGradients> {
  const { experiment, network, statistics, matches, images, seed } = scene;
  const { method, batch, augment } = experiment;
  if (!readsFsp(method) || !stageOneOf(method))
    throw new LookRefused("no-step", `The method of "${experiment.name}" learns no matrices in a stage 1.`);
  const teacher = teacherOf(scene);
  const { weights: arrays } = await scene.weightsAt({ stage: 1, step: 0 });
  const weights = toTensors(network, arrays);
  const comparison = isPlain(fspSettingsOf(method))
    ? null
    : await Comparison.open({ method, teacher, network, statistics, matches, images, seed }, weights, null);
  const batches = new BatchStream(images.training, network.input, batch, augment, seed, 1);
  const { pixels, labels } = batches.batchAt(0);
  const training = { key: batches.keyAt(0), onStatistics: () => {} };
  // With lambda 1 each: what the convention makes of a pair's loss stays in.
  const goal = goalOf({ ...method, lambda: 1, pairLambda: {} }, teacher, matches, batch, comparison);
  const targets = comparison ? comparison.targets(pixels) : plainTargets(scene, pixels);
  const taps = tapsOf(matches.map((match) => match.student));
  const reached = ancestorsOf(network, taps);
  const shared = parametersOf(network).filter(({ trained, node }) => trained && reached.has(node));
  const variables = shared.map(({ name }) => weights.get(name)!);
  /** All numbers of one loss's gradient. */
  const gradientOf = async (wanted: readonly string[], lossOf: (outputs: Map<string, tf.Tensor>) => tf.Scalar) => {
    const flat = tf.tidy(() => {
      const input = batchOf(network, pixels, statistics);
      const { grads } = tf.variableGrads(() => lossOf(forward(network, weights, input, wanted, training)), variables);
      // A pair reaches nothing behind its own taps.
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
    const fsp = new Float64Array(task.length);
    const pairs: { pair: string; norm: number }[] = [];
    for (const [index, { name: pair }] of matches.entries()) {
      const own = await gradientOf(taps, (outputs) =>
        tf.mul(pairLosses(goal, outputs, targets)[index]!, goal.lambdaOf(pair)),
      );
      for (const [i, value] of own.entries()) fsp[i]! += value;
      pairs.push({ pair, norm: normOf(own) });
    }
    const norms = { task: normOf(task), fsp: normOf(fsp), pairs };
    return { ...norms, lambda: balancingLambda(norms) };
  } finally {
    comparison?.dispose();
    disposeWeights(weights);
    tf.dispose(targets);
  }
}

function plainTargets(scene: Scene, pixels: Uint8Array): tf.Tensor[] {
  const model = toModel(teacherOf(scene));
  try {
    return [...teacherMatrices(model, scene.matches, pixels).values()];
  } finally {
    disposeTeacher(model);
  }
}

function normOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

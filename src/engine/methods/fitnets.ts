/** FitNets: stage 1 `1/2 || hint - regressor(guided) ||^2`, stage 2 cross-entropy and softened cross-entropy. */
import * as tf from "@tensorflow/tfjs-core";
import type { Method } from "../../core/experiment.ts";
import { mapShapeOf } from "../../core/network.ts";
import { weightAt } from "../../core/schedule.ts";
import { Adapters } from "../adapters.ts";
import type { Given, Guidance } from "./guidance.ts";
import { alikeMap, layerTaps } from "./layer-taps.ts";
import { hintLoss, softCrossEntropy, softened } from "./losses.ts";

type FitnetsMethod = Extract<Method, { kind: "fitnets" }>;

/** Each regressor is a 1x1 convolution with a bias: `<section>.regressor.kernel` `[student's channels, teacher's]`. */
export function hints({ layers, hintWeight }: FitnetsMethod, given: Given): Guidance {
  const { matches, parts, taps } = layerTaps(layers, given);
  const adapters = new Adapters(
    matches.flatMap(({ name, teacher, student }) => {
      const [ours, theirs] = [mapShapeOf(given.student, student)[2], mapShapeOf(given.teacher, teacher)[2]];
      return [
        { name: `${name}.regressor.kernel`, shape: [ours, theirs], deviation: Math.sqrt(1 / ours) },
        { name: `${name}.regressor.bias`, shape: [theirs], deviation: 0 },
      ];
    }),
    given.seed,
  );
  const regressed = (name: string, map: tf.Tensor4D): tf.Tensor4D => {
    const [n, height, width, channels] = map.shape;
    const kernel = adapters.weight(`${name}.regressor.kernel`);
    const rows = tf.matMul(tf.reshape(map, [n * height * width, channels]), kernel);
    return tf.reshape(tf.add(rows, adapters.weight(`${name}.regressor.bias`)), [n, height, width, -1]);
  };
  return {
    name: "hint",
    parts,
    taps,
    taskWeight: null,
    weightAt: () => hintWeight,
    targets: (features) => matches.map((match) => alikeMap(given, match, "teacher", features)),
    losses: (features, targets) =>
      matches.map((match, index) =>
        hintLoss(regressed(match.name, alikeMap(given, match, "student", features)), targets[index]!),
      ),
    adapters,
  };
}

/** The soft logits' weight goes in a straight line, and no temperature squared is in it. */
export function hintedTask(method: FitnetsMethod, { teacher, student, iterations }: Given): Guidance {
  const { temperature, softWeight, softWeightEnd } = method;
  return {
    name: "soft",
    parts: ["logits"],
    taps: { teacher: [teacher.output], student: [student.output] },
    taskWeight: 1,
    weightAt: (_part, done) => weightAt(softWeight, softWeightEnd, done, iterations),
    targets: (taps) => [softened(taps.get(teacher.output)!, temperature)],
    losses: (taps, [target]) => [softCrossEntropy(softened(taps.get(student.output)!, temperature), target!)],
  };
}

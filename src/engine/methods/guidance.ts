/** What a stage has the student learn from the teacher. A method is a file that makes one for each of its stages. */
import type * as tf from "@tensorflow/tfjs-core";
import type { LossName } from "../../core/methods/facts.ts";
import type { Network } from "../../core/network.ts";
import type { WeightTensors } from "../../models/weights.ts";
import type { Adapters } from "../adapters.ts";
import type { FspGoal } from "../fsp-stage.ts";

/** What layers give for a batch, by name. */
export type Taps = ReadonlyMap<string, tf.Tensor>;

export interface Guidance {
  readonly name: LossName;
  /** Names of the parts that its loss is the weighted sum of. */
  readonly parts: readonly string[];
  /** The layers that it reads; a network's output is its logits. */
  readonly taps: { readonly teacher: readonly string[]; readonly student: readonly string[] };
  /** Of the labels' cross-entropy beside it; null: the stage learns from the teacher alone. */
  readonly taskWeight: number | null;
  /** A part's at the iteration after `done` others. */
  weightAt(this: void, part: string, done: number): number;
  /** All that the losses need of the teacher, and no more: each has the images as its first axis, and may be kept by image. */
  targets(this: void, teacher: Taps): tf.Tensor[];
  /** Each part's, before its weight, as a mean over the images. Differentiable in the student's taps and in the adapters. */
  losses(this: void, student: Taps, targets: readonly tf.Tensor[]): tf.Scalar[];
  /** Learn with the student and are dropped behind the stage. */
  readonly adapters?: Adapters;
  /** To be called before each iteration. Where it is given, an image's targets do not stay what they are. */
  before?(this: void, done: number, student: WeightTensors): Promise<void>;
}

/** What a guidance may be made from, beside its method's settings. */
export interface Given {
  readonly teacher: Network;
  readonly student: Network;
  readonly seed: number;
  /** Of the stage. */
  readonly iterations: number;
  /** What FSP's settings come to for these networks. */
  readonly fsp: FspGoal | null;
}

/** A guidance with the teacher that it learns from. */
import * as tf from "@tensorflow/tfjs-core";
import type { MethodLoss } from "../../core/report.ts";
import type { BatchStream } from "../../data/batches.ts";
import { forward } from "../../models/forward.ts";
import { batchOf } from "../tape-views.ts";
import type { TeacherModel } from "../teacher-model.ts";
import { disposeTeacher, toModel } from "../teacher-model.ts";
import type { TrainedTeacher } from "../trained-teacher.ts";
import type { Guidance } from "./guidance.ts";
import { TargetCache } from "./target-cache.ts";

export class Guide {
  readonly guidance: Guidance;
  readonly #teacher: TrainedTeacher;
  /** On the device as soon as it is asked: a machine may do all of it by itself. */
  #model: TeacherModel | null = null;

  /** The guidance's adapters stay the caller's. */
  constructor(guidance: Guidance, teacher: TrainedTeacher) {
    this.guidance = guidance;
    this.#teacher = teacher;
  }

  /** What the teacher gives for these images, in inference mode; the caller disposes it. */
  targets(pixels: Uint8Array): tf.Tensor[] {
    this.#model ??= toModel(this.#teacher);
    const { network, weights, statistics } = this.#model;
    return tf.tidy(() => {
      const images = batchOf(network, pixels, statistics);
      return this.guidance.targets(forward(network, weights, images, this.guidance.taps.teacher, null));
    });
  }

  /** The same for a stage's batches, each image's kept where it comes again unchanged. */
  cacheOf(batches: BatchStream): TargetCache {
    return new TargetCache(batches, (pixels) => this.targets(pixels), this.guidance.before === undefined);
  }

  /** Of the iteration after `done` others, whose parts these were. */
  lossOf(parts: Readonly<Record<string, number>>, done: number): MethodLoss {
    const { name, weightAt } = this.guidance;
    const weighted = Object.entries(parts).reduce((sum, [part, loss]) => sum + weightAt(part, done) * loss, 0);
    return { name, weighted, parts };
  }

  /** Each part's loss before its weight, on these images, the student in inference mode. */
  async measured(pixels: Uint8Array, { network, weights, statistics }: TeacherModel): Promise<Record<string, number>> {
    const { parts, taps } = this.guidance;
    const targets = this.targets(pixels);
    const losses = tf.tidy(() => {
      const outputs = forward(network, weights, batchOf(network, pixels, statistics), taps.student, null);
      return tf.stack(this.guidance.losses(outputs, targets));
    });
    try {
      const values = await losses.data();
      return Object.fromEntries(parts.map((part, index) => [part, values[index]!]));
    } finally {
      tf.dispose([losses, ...targets]);
    }
  }

  dispose(): void {
    if (this.#model) disposeTeacher(this.#model);
    this.#model = null;
  }
}

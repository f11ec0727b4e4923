/** The matrices that the screen shows: of the first validation images, the same for every run and method. */
import * as tf from "@tensorflow/tfjs-core";
import type { ImageSet } from "../core/images.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { MatricesReport, Matrix, Report } from "../core/report.ts";
import { normalised } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { fspLoss } from "../kernels/fsp/op.ts";
import { forward } from "../models/forward.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import type { Learner } from "./learner.ts";
import { notFinite } from "./learner.ts";
import type { EngineParts } from "./parts.ts";
import type { TrainedTeacher } from "./teacher.ts";
import { disposeTeacher, teacherMatrices, toModel } from "./teacher-model.ts";

export const probeImages = 32;

/** Often at first, when much changes, then every ten iterations. */
export function isProbed(step: number): boolean {
  return step <= 2 || step === 5 || step % 10 === 0;
}

export class Probe {
  readonly #pixels: Uint8Array;
  readonly #statistics: Statistics;
  readonly #matches: readonly Match[];
  readonly #teacher: Map<string, tf.Tensor3D>;

  constructor(images: ImageSet, statistics: Statistics, matches: readonly Match[], teacher: TrainedTeacher) {
    const [height, width, channels] = images.size;
    this.#pixels = images.validation.pixels.subarray(0, probeImages * height * width * channels);
    this.#statistics = statistics;
    this.#matches = matches;
    const model = toModel(teacher);
    this.#teacher = teacherMatrices(model, matches, this.#pixels);
    disposeTeacher(model);
  }

  async teacherReport(): Promise<Report> {
    const means = tf.tidy(() => [...this.#teacher.values()].map((matrix) => tf.mean<tf.Tensor2D>(matrix, 0)));
    return { type: "teacherMatrices", matrices: await this.#read(means) };
  }

  /** Inference mode: nothing of the run changes by looking at it. */
  async report(learner: Learner, stage: 1 | 2, step: number, parts: EngineParts): Promise<MatricesReport> {
    const { network } = learner;
    const weights = await learner.tensors();
    const [height, width, channels] = network.input;
    const [means, distances] = tf.tidy(() => {
      const images = tf.tensor4d(normalised(this.#pixels, network.input, this.#statistics), [
        this.#pixels.length / (height * width * channels),
        ...network.input,
      ]);
      const taps = forward(network, weights, images, tapsOf(this.#matches.map((match) => match.student)), null);
      const student = matricesBySide(this.#matches, "student", taps);
      return [
        [...student.values()].map((matrix) => tf.mean<tf.Tensor2D>(matrix, 0)),
        [...student].map(([name, matrix]) => fspLoss(matrix, this.#teacher.get(name)!)),
      ] as const;
    });
    const distance = await Promise.all(distances.map((scalar) => scalar.data()));
    tf.dispose([...distances]);
    const matrices = await this.#read([...means]);
    await parts.settle();
    if (distance.some(([value]) => !Number.isFinite(value))) {
      throw await notFinite(learner, `The FSP matrices stopped being finite in stage ${stage}, iteration ${step}`);
    }
    return {
      type: "matrices",
      stage,
      step,
      matrices,
      distance: Object.fromEntries(this.#matches.map(({ name }, index) => [name, distance[index]![0]!])),
    };
  }

  dispose(): void {
    tf.dispose([...this.#teacher.values()]);
  }

  async #read(means: tf.Tensor2D[]): Promise<Matrix[]> {
    const values = await Promise.all(means.map((mean) => mean.data()));
    tf.dispose(means);
    return this.#matches.map(({ name, shape }, index) => ({
      pair: name,
      shape,
      values: Float32Array.from(values[index]!),
    }));
  }
}

/** The matrices that the screen shows: of the first validation images, the same for every run and method. */
import type { ImageSet, LabelledImages } from "../core/images.ts";
import type { Match } from "../core/pairs.ts";
import { probeImagesOf } from "../core/probe.ts";
import type { MatricesReport, Matrix, Report } from "../core/report.ts";
import type { Statistics } from "../data/statistics.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import type { Comparison } from "./comparison.ts";
import type { Learner, Observer } from "./learner.ts";
import type { EngineParts } from "./parts.ts";
import { tapeMatrices } from "./tape-views.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** Iterations from one look to the next, after the first few. */
export const probeEvery = 10;

/** Often at first, when much changes; and where the stage ends, as the weights are kept there too. */
export function isProbed(step: number, iterations: number): boolean {
  return step <= 2 || step === 5 || step % probeEvery === 0 || step === iterations;
}

export function probeImagesIn({ size, validation }: ImageSet): LabelledImages {
  const count = probeImagesOf(validation.labels.length);
  return {
    pixels: validation.pixels.subarray(0, count * size[0] * size[1] * size[2]),
    labels: validation.labels.subarray(0, count),
  };
}

export class Probe {
  readonly #matches: readonly Match[];
  readonly #observer: Observer;
  /** `[n, c1, c2]` for each match. */
  readonly #teacher: readonly Float32Array[];
  readonly #images: LabelledImages;
  readonly #comparison: Comparison | null;

  private constructor(
    matches: readonly Match[],
    observer: Observer,
    teacher: readonly Float32Array[],
    images: LabelledImages,
    comparison: Comparison | null,
  ) {
    this.#matches = matches;
    this.#images = images;
    this.#comparison = comparison;
    this.#observer = observer;
    this.#teacher = teacher;
  }

  static async open(
    set: ImageSet,
    statistics: Statistics,
    matches: readonly Match[],
    teacher: TrainedTeacher,
    learner: Learner,
    comparison: Comparison | null,
  ): Promise<Probe> {
    const images = probeImagesIn(set);
    const weights = toTensors(teacher.network, teacher.weights);
    const pairs = matches.map((match) => match.teacher);
    let matrices: readonly Float32Array[];
    try {
      matrices = await tapeMatrices(teacher.network, weights, pairs, images.pixels, teacher.statistics);
    } finally {
      disposeWeights(weights);
    }
    const studentPairs = matches.map((match) => match.student);
    return new Probe(matches, await learner.observer(images, statistics, studentPairs), matrices, images, comparison);
  }

  teacherReport(): Report {
    const matrices = this.#means(this.#teacher, "shape").map((matrix, index) => ({
      ...matrix,
      values: this.#comparison?.learned(matrix.values, matrix.shape, index) ?? matrix.values,
    }));
    return { type: "teacherMatrices", matrices };
  }

  /** Inference mode: nothing of the run changes by looking at it. Null where the distances are not finite. */
  async report(learner: Learner, stage: 1 | 2, step: number, parts: EngineParts): Promise<MatricesReport | null> {
    const student = await this.#observer.matrices();
    await parts.settle();
    const distances =
      (await this.#comparison?.measured(this.#images.pixels, await learner.tensors())) ??
      student.map((matrices, index) => this.#distance(matrices, this.#teacher[index]!));
    if (!distances.every(Number.isFinite)) return null;
    const distance = Object.fromEntries(this.#matches.map(({ name }, index) => [name, distances[index]!]));
    return { type: "matrices", stage, step, matrices: this.#means(student, "studentShape"), distance };
  }

  dispose(): void {
    this.#observer.dispose();
  }

  /** Squared difference summed over each matrix, averaged over images. */
  #distance(ours: Float32Array, theirs: Float32Array): number {
    let sum = 0;
    for (let i = 0; i < ours.length; i++) sum += (ours[i]! - theirs[i]!) ** 2;
    return sum / this.#images.labels.length;
  }

  #means(stacks: readonly Float32Array[], of: "shape" | "studentShape"): Matrix[] {
    return this.#matches.map((match, index) => {
      const { name, [of]: shape } = match;
      const stack = stacks[index]!;
      const values = new Float64Array(shape[0] * shape[1]);
      for (let i = 0; i < stack.length; i++) values[i % values.length]! += stack[i]! / this.#images.labels.length;
      return { pair: name, shape, values: Float32Array.from(values) };
    });
  }
}

/** Every pair's matrices of both networks, as means over some images. */
import type { LabelledImages } from "../core/images.ts";
import type { PairMatrices } from "../core/look.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import { matricesOf } from "./fsp-matrices.ts";
import type { SliceView } from "./look-slices.ts";
import { sliceViews } from "./look-slices.ts";
import type { TeacherModel } from "./teacher-model.ts";
import { disposeTeacher, toModel } from "./teacher-model.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** Of the teacher's matrices that are kept from one look to the next, while only the moment changes. */
const mostKeptBytes = 8 * 2 ** 20;

interface KeptMatrices {
  readonly teacher: TrainedTeacher;
  readonly matches: readonly Match[];
  readonly key: string;
  readonly views: readonly SliceView[];
}

export class MatricesLook {
  #kept: KeptMatrices | null = null;

  /** `key` stands for the images: equal keys, equal images. */
  async matrices(
    teacher: TrainedTeacher,
    student: TeacherModel,
    matches: readonly Match[],
    images: LabelledImages,
    key: string,
    breathe: () => Promise<void>,
  ): Promise<PairMatrices[]> {
    const sums = matches.map(({ shape }) => new MatrixSums(shape[0] * shape[1]));
    const kept = this.#kept?.teacher === teacher && this.#kept.matches === matches && this.#kept.key === key;
    const model = kept ? null : toModel(teacher);
    const theirs = model ? views(model, "teacher", matches, images, breathe) : this.#kept!.views.values();
    const seen: SliceView[] = [];
    try {
      for await (const ours of views(student, "student", matches, images, breathe)) {
        const next = await theirs.next();
        if (next.done === true) throw new Error("look: the teacher saw fewer images than the student");
        seen.push(next.value);
        for (const [index, sum] of sums.entries()) sum.add(next.value.values[index]!, ours.values[index]!, ours.count);
      }
    } finally {
      await theirs.return?.();
      if (model) disposeTeacher(model);
    }
    this.#kept = bytesOf(seen) <= mostKeptBytes ? { teacher, matches, key, views: seen } : null;
    return matches.map(({ name, shape }, index) => ({ pair: name, shape, ...sums[index]!.means() }));
  }
}

function views(
  model: TeacherModel,
  side: "teacher" | "student",
  matches: readonly Match[],
  images: LabelledImages,
  breathe: () => Promise<void>,
): AsyncGenerator<SliceView, void> {
  const pairs = matches.map((match) => match[side]);
  return sliceViews(model, images, tapsOf(pairs), (taps) => pairs.map((pair) => matricesOf(pair, taps)), breathe);
}

function bytesOf(seen: readonly SliceView[]): number {
  return seen.reduce((sum, { values }) => sum + values.reduce((bytes, { byteLength }) => bytes + byteLength, 0), 0);
}

/** Adds up one pair's matrices, in float64. */
class MatrixSums {
  readonly #cells: number;
  readonly #teacher: Float64Array;
  readonly #student: Float64Array;
  readonly #squares: Float64Array;
  #count = 0;

  constructor(cells: number) {
    this.#cells = cells;
    this.#teacher = new Float64Array(cells);
    this.#student = new Float64Array(cells);
    this.#squares = new Float64Array(cells);
  }

  /** The first `count` of two stacks `[n, cells]`. */
  add(teacher: Float32Array, student: Float32Array, count: number): void {
    const cells = this.#cells;
    for (let i = 0; i < count * cells; i++) {
      const [cell, theirs, ours] = [i % cells, teacher[i]!, student[i]!];
      this.#teacher[cell]! += theirs;
      this.#student[cell]! += ours;
      this.#squares[cell]! += (ours - theirs) ** 2;
    }
    this.#count += count;
  }

  means(): Pick<PairMatrices, "teacher" | "student" | "squares"> {
    const mean = (sums: Float64Array) => Float32Array.from(sums, (sum) => sum / this.#count);
    return { teacher: mean(this.#teacher), student: mean(this.#student), squares: mean(this.#squares) };
  }
}

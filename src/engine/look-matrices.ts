/** Every pair's matrices of both networks, as means over some images. */
import type { LabelledImages } from "../core/images.ts";
import type { PairMatrices } from "../core/look.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { Reduction } from "../core/relations/convention.ts";
import { addCellLosses } from "../core/relations/cell-losses.ts";
import type { Comparison } from "./comparison.ts";
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

  /**
   * As they are compared. `key` stands for the images and for all that `comparison` makes of the teacher's: equal keys, equal
   * matrices.
   */
  async matrices(
    teacher: TrainedTeacher,
    student: TeacherModel,
    matches: readonly Match[],
    comparison: Comparison | null,
    images: LabelledImages,
    key: string,
    breathe: () => Promise<void>,
  ): Promise<PairMatrices[]> {
    const shapes = matches.map((match) => comparison?.shapeOf(match) ?? match.shape);
    const reduction = comparison?.settings.convention.reduction ?? "squared-sum";
    const sums = shapes.map((shape) => new MatrixSums(shape, reduction));
    const kept = this.#kept?.teacher === teacher && this.#kept.matches === matches && this.#kept.key === key;
    const model = kept ? null : toModel(teacher);
    const theirs = model ? views(model, "teacher", matches, comparison, images, breathe) : this.#kept!.views.values();
    const seen: SliceView[] = [];
    try {
      for await (const ours of views(student, "student", matches, comparison, images, breathe)) {
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
    return matches.map(({ name }, index) => ({ pair: name, shape: shapes[index]!, ...sums[index]!.means() }));
  }
}

function views(
  model: TeacherModel,
  side: "teacher" | "student",
  matches: readonly Match[],
  comparison: Comparison | null,
  images: LabelledImages,
  breathe: () => Promise<void>,
): AsyncGenerator<SliceView, void> {
  const pairs = matches.map((match) => match[side]);
  const make: Parameters<typeof sliceViews>[3] = (taps) => {
    if (!comparison) return pairs.map((pair) => matricesOf(pair, taps));
    return side === "teacher" ? comparison.targetsFrom(taps) : comparison.studentMatrices(taps);
  };
  return sliceViews(model, images, tapsOf(pairs), make, breathe);
}

function bytesOf(seen: readonly SliceView[]): number {
  return seen.reduce((sum, { values }) => sum + values.reduce((bytes, { byteLength }) => bytes + byteLength, 0), 0);
}

/** Adds up one pair's matrices, and what each cell has of the loss, in float64. */
class MatrixSums {
  readonly #columns: number;
  readonly #reduction: Reduction;
  readonly #teacher: Float64Array;
  readonly #student: Float64Array;
  readonly #losses: Float64Array;
  #count = 0;

  constructor([rows, columns]: PairMatrices["shape"], reduction: Reduction) {
    this.#columns = columns;
    this.#reduction = reduction;
    this.#teacher = new Float64Array(rows * columns);
    this.#student = new Float64Array(rows * columns);
    this.#losses = new Float64Array(rows * columns);
  }

  /** The first `count` of two stacks `[n, rows, columns]`. */
  add(teacher: Float32Array, student: Float32Array, count: number): void {
    const cells = this.#losses.length;
    for (let image = 0; image < count; image++) {
      const [theirs, ours] = [teacher, student].map((stack) => stack.subarray(image * cells, (image + 1) * cells));
      for (let cell = 0; cell < cells; cell++) {
        this.#teacher[cell]! += theirs![cell]!;
        this.#student[cell]! += ours![cell]!;
      }
      addCellLosses(this.#losses, this.#reduction, ours!, theirs!, this.#columns);
    }
    this.#count += count;
  }

  means(): Pick<PairMatrices, "teacher" | "student" | "losses"> {
    const mean = (sums: Float64Array) => Float32Array.from(sums, (sum) => sum / this.#count);
    return { teacher: mean(this.#teacher), student: mean(this.#student), losses: mean(this.#losses) };
  }
}

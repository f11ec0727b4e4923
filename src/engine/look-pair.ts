/** The channel maps behind one pair's matrix, as means over some images. */
import type { PairMaps } from "../core/fsp-cell.ts";
import type { LabelledImages } from "../core/images.ts";
import { LookRefused, mostBytes } from "../core/look.ts";
import type { Pair } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import { resizedMap } from "./fsp-matrices.ts";
import { sliceViews } from "./look-slices.ts";
import type { TeacherModel } from "./teacher-model.ts";

/** Throws `LookRefused` where the products of several images would not fit into an answer. */
export async function pairMaps(
  model: TeacherModel,
  pair: Pair,
  images: LabelledImages,
  breathe: () => Promise<void>,
): Promise<PairMaps> {
  const n = images.labels.length;
  let sums: PairSums | null = null;
  const make: Parameters<typeof sliceViews>[3] = (taps) => [
    resizedMap(pair, "first", taps),
    resizedMap(pair, "last", taps),
  ];
  for await (const { values, shapes, count } of sliceViews(model, images, tapsOf([pair]), make, breathe)) {
    sums ??= new PairSums([shapes[0]![1]!, shapes[0]![2]!], shapes[0]![3]!, shapes[1]![3]!, n);
    sums.add(values[0]!, values[1]!, count);
  }
  return sums!.means();
}

/** Adds up the maps of a pair's two taps and their products, in float64. */
class PairSums {
  readonly #size: PairMaps["size"];
  readonly #positions: number;
  readonly #rows: number;
  readonly #columns: number;
  readonly #n: number;
  readonly #first: Float64Array;
  readonly #last: Float64Array;
  readonly #products: Float64Array | null;

  constructor(size: PairMaps["size"], rows: number, columns: number, n: number) {
    this.#size = size;
    this.#positions = size[0] * size[1];
    [this.#rows, this.#columns, this.#n] = [rows, columns, n];
    this.#first = new Float64Array(this.#positions * rows);
    this.#last = new Float64Array(this.#positions * columns);
    const products = this.#positions * rows * columns;
    // Both networks' go into one answer.
    if (n > 1 && 2 * 4 * products > mostBytes) {
      throw new LookRefused(
        "too-large",
        `The products of ${rows} by ${columns} channels at ${this.#positions} positions take more than 16 MiB; look at one image.`,
      );
    }
    this.#products = n > 1 ? new Float64Array(products) : null;
  }

  /** The first `count` images of maps `[n, height, width, channels]`. */
  add(first: Float32Array, last: Float32Array, count: number): void {
    const [positions, rows, columns, products] = [this.#positions, this.#rows, this.#columns, this.#products];
    for (let i = 0; i < count * positions; i++) {
      const position = i % positions;
      for (let b = 0; b < columns; b++) this.#last[position * columns + b]! += last[i * columns + b]!;
      for (let a = 0; a < rows; a++) {
        const value = first[i * rows + a]!;
        this.#first[position * rows + a]! += value;
        if (!products) continue;
        const at = (position * rows + a) * columns;
        for (let b = 0; b < columns; b++) products[at + b]! += value * last[i * columns + b]!;
      }
    }
  }

  means(): PairMaps {
    const mean = (sums: Float64Array) => Float32Array.from(sums, (sum) => sum / this.#n);
    const products = this.#products && mean(this.#products);
    return { size: this.#size, first: mean(this.#first), last: mean(this.#last), products };
  }
}

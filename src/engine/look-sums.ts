import type { PairMaps } from "../core/fsp-cell.ts";
import { LookRefused, mostBytes } from "../core/look.ts";

/** Adds up the maps of a pair's two taps and their products, in float64. */
export class PairSums {
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

/** The teacher's matrices with their rows and their columns in another order: an equivalent teacher's (FSP paper, section 4.1). */
import * as tf from "@tensorflow/tfjs-core";
import { permutation, stream } from "../core/rng.ts";

export class Shuffles {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Of the match at this place: where its rows, and where its columns come from. */
  orders(
    match: number,
    [rows, columns]: readonly [number, number],
  ): readonly [rows: Uint32Array, columns: Uint32Array] {
    const of = (axis: 0 | 1, length: number) => permutation(length, stream("shuffle", this.#seed, match, axis));
    return [of(0, rows), of(1, columns)];
  }

  /** `[n, c1, c2]`. */
  stack(matrices: tf.Tensor, match: number): tf.Tensor {
    const [rows, columns] = this.orders(match, [matrices.shape[1]!, matrices.shape[2]!]);
    const byRows = tf.gather(matrices, tf.tensor1d(Int32Array.from(rows), "int32"), 1);
    return tf.gather(byRows, tf.tensor1d(Int32Array.from(columns), "int32"), 2);
  }

  /** `[c1, c2]`. */
  matrix(values: Float32Array, [c1, c2]: readonly [number, number], match: number): Float32Array {
    const [rows, columns] = this.orders(match, [c1, c2]);
    return Float32Array.from({ length: c1 * c2 }, (_, i) => values[rows[Math.floor(i / c2)]! * c2 + columns[i % c2]!]!);
  }
}

/** A stage's targets: the teacher sees an image once, where the image comes again as it was. */
import * as tf from "@tensorflow/tfjs-core";
import type { BatchStream } from "../../data/batches.ts";
import { TeacherCache } from "../teacher-cache.ts";

/** One of the kinds of target: `[rows, numbers of one image]`. */
interface Kept {
  /** Without the images' axis. */
  readonly shape: readonly number[];
  readonly numbers: number;
  readonly values: Float32Array;
}

export class TargetCache {
  readonly #batches: BatchStream;
  readonly #made: (pixels: Uint8Array) => tf.Tensor[];
  /** Undefined before the first batch has shown how large targets are; null where none are kept. */
  #kept: { readonly rows: TeacherCache; readonly targets: readonly Kept[] } | null | undefined;

  /** `isSteady`: an image's targets are the same throughout. */
  constructor(batches: BatchStream, made: (pixels: Uint8Array) => tf.Tensor[], isSteady: boolean) {
    this.#batches = batches;
    this.#made = made;
    this.#kept = isSteady ? undefined : null;
  }

  /** Of the batch of iteration `step`, whose pixels these are; the caller disposes them. */
  async targetsAt(step: number, pixels: Uint8Array): Promise<tf.Tensor[]> {
    const samples = this.#batches.samplesAt(step);
    if (this.#kept && !this.#kept.rows.misses(samples)) return this.#read(this.#kept.rows.rowsOf(samples));
    const made = this.#made(pixels);
    if (this.#kept === undefined) {
      this.#kept = this.#opened(made);
      this.#kept?.rows.misses(samples);
    }
    if (this.#kept) await this.#write(this.#kept.rows.rowsOf(samples), made);
    return made;
  }

  #opened(targets: readonly tf.Tensor[]) {
    const kinds = targets.map(({ shape, size }) => ({ shape: shape.slice(1), numbers: size / shape[0] }));
    const rows = new TeacherCache(
      this.#batches,
      kinds.reduce((sum, { numbers }) => sum + numbers, 0),
    );
    if (rows.rows === "batch") return null;
    return {
      rows,
      targets: kinds.map((kind) => ({ ...kind, values: new Float32Array(rows.count * kind.numbers) })),
    };
  }

  #read(rows: Int32Array): tf.Tensor[] {
    return this.#kept!.targets.map(({ shape, numbers, values }) => {
      const batch = new Float32Array(rows.length * numbers);
      for (const [i, row] of rows.entries())
        batch.set(values.subarray(row * numbers, (row + 1) * numbers), i * numbers);
      return tf.tensor(batch, [rows.length, ...shape]);
    });
  }

  async #write(rows: Int32Array, made: readonly tf.Tensor[]): Promise<void> {
    for (const [index, { numbers, values }] of this.#kept!.targets.entries()) {
      const batch = await made[index]!.data();
      for (const [i, row] of rows.entries()) values.set(batch.subarray(i * numbers, (i + 1) * numbers), row * numbers);
    }
  }
}

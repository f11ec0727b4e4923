/** Which images' targets are known: the teacher gives each once, where augmentation allows. */
import type { BatchStream } from "../data/batches.ts";
import type { Rows } from "../kernels/routine/routine.ts";

/** Beyond what every WebGPU device can bind, targets are computed anew in each step. */
const mostBytes = 128 * 2 ** 20;

export class TeacherCache {
  readonly rows: Rows;
  /** Rows. */
  readonly count: number;
  readonly #variants: 1 | 2;
  readonly #known: Uint8Array | null;

  /** `numbers` are an image's, float32. */
  constructor({ images, batch, augment }: BatchStream, numbers: number) {
    const variants = augment.flip ? 2 : 1;
    this.#variants = variants;
    const count = images.labels.length * variants;
    // A crop has 81 places, twice that with flips: too many to meet one again soon.
    const isKept = !augment.crop && 4 * numbers * count <= mostBytes;
    this.rows = isKept ? { variants } : "batch";
    this.count = isKept ? count : batch;
    this.#known = isKept ? new Uint8Array(count) : null;
  }

  /** Whether the cache lacks any of these samples' targets; it has them all behind the step that is told so. */
  misses(samples: Int32Array): boolean {
    const known = this.#known;
    if (!known) return true;
    let misses = false;
    for (const row of this.rowsOf(samples)) {
      if (known[row] === 0) misses = true;
      known[row] = 1;
    }
    return misses;
  }

  /** Where each sample's targets lie, where any are kept. */
  rowsOf(samples: Int32Array): Int32Array {
    // Without flips no sample is mirrored.
    return Int32Array.from(
      { length: samples.length / 4 },
      (_, i) => samples[4 * i]! * this.#variants + samples[4 * i + 3]!,
    );
  }
}

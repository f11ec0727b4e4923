/** Which of the teacher's matrices lie in a routine's cache: stage 1 computes each once, where augmentation allows. */
import type { Match } from "../core/pairs.ts";
import type { BatchStream } from "../data/batches.ts";
import type { Rows } from "../kernels/routine/routine.ts";

/** Beyond what every WebGPU device can bind, matrices are computed anew in each step. */
const mostBytes = 128 * 2 ** 20;

export class TeacherCache {
  readonly rows: Rows;
  /** Rows. */
  readonly count: number;
  readonly #known: Uint8Array | null;

  constructor({ images, batch, augment }: BatchStream, matches: readonly Match[]) {
    const variants = augment.flip ? 2 : 1;
    const count = images.labels.length * variants;
    const cells = matches.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
    // A crop has 81 places, twice that with flips: too many to meet one again soon.
    const isKept = !augment.crop && 4 * cells * count <= mostBytes;
    this.rows = isKept ? { variants } : "batch";
    this.count = isKept ? count : batch;
    this.#known = isKept ? new Uint8Array(count) : null;
  }

  /** Whether the cache lacks any of these samples' matrices; it has them all behind the step that is told so. */
  misses(samples: Int32Array): boolean {
    const known = this.#known;
    if (!known || this.rows === "batch") return true;
    const { variants } = this.rows;
    let misses = false;
    for (let i = 0; i < samples.length; i += 4) {
      const row = samples[i]! * variants + (variants === 2 ? samples[i + 3]! : 0);
      if (known[row] === 0) misses = true;
      known[row] = 1;
    }
    return misses;
  }
}

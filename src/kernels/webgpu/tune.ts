/** Finds the fastest variant of each convolution by timing them. */
import type { Convolution, VariantTable } from "../convolution/variants.ts";
import { callOf, shapeOf } from "../convolution/variants.ts";
import { variantCount } from "../convolution/webgpu.ts";
import type { Host } from "./host.ts";
import { WebgpuMachine } from "./machine.ts";

/** One variant, ready to be timed. */
export interface Trial {
  /** Computes it a few times, to the end. */
  run(): Promise<void>;
  dispose(): void;
}

export type Prepare = (convolution: Convolution, variant: number) => Promise<Trial>;

/** For all convolutions together; what is not reached in time keeps what its shape suggests. */
export const budgetMs = 2000;

const rounds = 3;

/**
 * A variant for each of these convolutions, in their order until the time is up: the known one, where it is one that there
 * is, or the fastest. `now` gives milliseconds.
 */
export async function tunedTable(
  convolutions: readonly Convolution[],
  known: VariantTable,
  prepare: Prepare,
  now: () => number,
): Promise<VariantTable> {
  const end = now() + budgetMs;
  const table: Record<string, number> = {};
  for (const convolution of convolutions) {
    const shape = shapeOf(convolution);
    const count = variantCount(convolution);
    const chosen = known[shape];
    if (chosen !== undefined && chosen < count) table[shape] = chosen;
    else table[shape] = (await fastest(convolution, count, prepare, now, end)) ?? 0;
  }
  return table;
}

/** Null where the time is up before all were timed as often. */
async function fastest(
  convolution: Convolution,
  count: number,
  prepare: Prepare,
  now: () => number,
  end: number,
): Promise<number | null> {
  const trials: Trial[] = [];
  try {
    for (let variant = 0; variant < count; variant++) {
      if (now() >= end) return null;
      const trial = await prepare(convolution, variant);
      trials.push(trial);
      // The first time is slower.
      await trial.run();
    }
    const least = trials.map(() => Infinity);
    for (let round = 0; round < rounds; round++) {
      for (const [variant, trial] of trials.entries()) {
        if (now() >= end) return null;
        const from = now();
        await trial.run();
        least[variant] = Math.min(least[variant]!, now() - from);
      }
    }
    return least.indexOf(Math.min(...least));
  } finally {
    for (const trial of trials) trial.dispose();
  }
}

/** So many of them that the way to the GPU and back is little beside them. */
const repeats = 8;

/** Trials on a device: each a routine of one call. */
export function trialsOn(host: Host): Prepare {
  return async (convolution, variant) => {
    const { batch } = convolution;
    const { call, buffers } = callOf(convolution);
    const lengths = { weights: 0, velocities: 0, gradients: 0, statistics: 0 };
    const machine = new WebgpuMachine({ ...host, variants: { [shapeOf(convolution)]: variant } }, lengths);
    const routine = { batch, buffers, constants: [], prelude: [], calls: [call], results: 0, depth: repeats };
    const images = { pixels: new Uint8Array(4), labels: new Uint8Array(1) };
    const inputs = { samples: new Int32Array(4 * batch), rate: 0, momentum: 0, decay: 0, prelude: false };
    const compiled = await machine.compile(routine, images).catch((error: unknown) => {
      machine.dispose();
      throw error;
    });
    return {
      run: async () => {
        for (let repeat = 0; repeat < repeats; repeat++) compiled.run(inputs);
        await compiled.results();
      },
      dispose: () => {
        compiled.dispose();
        machine.dispose();
      },
    };
  };
}

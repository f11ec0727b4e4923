/** What runs routines: one for each backend. */
import type { LabelledImages } from "../../core/images.ts";
import type { Arena, Place, Routine } from "./routine.ts";

/** All that changes from step to step. */
export interface StepInputs {
  /** `[batch, 4]`: image, down, right, flipped (0 or 1). */
  readonly samples: Int32Array;
  readonly rate: number;
  readonly momentum: number;
  readonly decay: number;
  /** Whether the routine's prelude runs first. */
  readonly prelude: boolean;
}

export interface CompiledRoutine {
  /** Queues one step. Throws where `depth` steps wait for `results` already. */
  run(inputs: StepInputs): void;
  /** The results of every step since the last call, in order; waits for them, and throws the device's first failure. */
  results(): Promise<Float32Array[]>;
  /** What one of the routine's own places holds after the steps so far. */
  read(place: Place): Promise<Float32Array>;
  /** Frees the routine's own buffers. */
  dispose(): void;
}

/** Holds one network's arenas and runs routines on them. Repeated, a run gives the same bits. */
export interface Machine {
  /** How many steps are worth queueing before their results are read; 1 where `run` computes at once. */
  readonly queue: number;
  /** The images are what the routine gathers its batches from; they stay the caller's and may not change. */
  compile(routine: Routine, images: LabelledImages): Promise<CompiledRoutine>;
  write(place: Place, values: Float32Array): void;
  /** What a place of an arena holds after the steps so far. */
  read(place: Place): Promise<Float32Array>;
  /** Frees the arenas. */
  dispose(): void;
}

/** Lengths in numbers, multiples of `alignment`; `velocities` and `gradients` are as long as `weights`. */
export type ArenaLengths = Readonly<Record<Arena, number>>;

/** What a routine's call becomes on WebGPU: dispatches of WGSL in which every size is a literal. */
import type { VariantTable } from "../convolution/variants.ts";
import type { Place } from "../routine/routine.ts";

/**
 * What a dispatch binds, at the binding of its index in group 0. Places are storage buffers of f32; declare them `read`
 * unless written. Never bind the same memory twice where one of the two is written: WebGPU refuses it.
 */
export type Binding =
  | Place
  /** Storage, read: `array<vec4<i32>>`, `[batch]` of image, down, right, flipped. */
  | "samples"
  /** Storage, read: `array<u32>`, the images' bytes, four to a word, little-endian. */
  | "pixels"
  /** Storage, read: `array<u32>`, one label a word. */
  | "labels"
  /** Storage, read_write: `array<f32>`, `[depth, results]`; a step writes the row `settings.row`. */
  | "results"
  /** Uniform: `struct Settings { rate: f32, momentum: f32, decay: f32, row: u32 }`. */
  | "settings";

export interface Dispatch {
  /** Said in errors and counts. */
  readonly label: string;
  /** WGSL with the entry point `main`. Equal texts share one pipeline. */
  readonly code: string;
  readonly bindings: readonly Binding[];
  /** Each at most 65,535. */
  readonly workgroups: readonly [x: number, y: number, z: number];
}

/** What a call's dispatches may ask of the routine that they belong to. */
export interface DispatchContext {
  readonly batch: number;
  /** Numbers that a step gives back; the length of a row of "results". */
  readonly results: number;
  readonly variants: VariantTable;
  /**
   * A buffer of so many numbers for what goes from one of this call's dispatches to the next. Another call may have used
   * it before: it holds anything at first.
   */
  readonly scratch: (length: number) => Place;
}

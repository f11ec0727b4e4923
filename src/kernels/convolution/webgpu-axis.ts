/** One axis of a map that is gathered from another: a convolution, or its gradient in the input. */
import type { Window } from "../routine/routine.ts";

/** Place `at` of a block takes `source[block * step + offset]` times the kernel's `tap`. */
export interface Term {
  readonly at: number;
  readonly offset: number;
  readonly tap: number;
}

export interface Axis {
  /** Places of the map that is written. */
  readonly target: number;
  /** Places of the map that is read. */
  readonly source: number;
  /** Places of the target that one thread computes; the last block may reach past the end. */
  readonly block: number;
  readonly blocks: number;
  /** Places of the source between the origins of two blocks. */
  readonly step: number;
  readonly terms: readonly Term[];
}

export interface AxisSizes {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  /** Before the first place. */
  readonly pad: number;
}

export function sizesOf({ input, output, kernel, strides, pad }: Window, axis: 0 | 1): AxisSizes {
  return { input: input[axis], output: output[axis], kernel: kernel[axis], stride: strides[axis], pad: pad[axis] };
}

/** The output as a function of the input, in blocks of at most `most` places. */
export function forwardAxis({ input, output, kernel, stride, pad }: AxisSizes, most: number): Axis {
  const block = evenBlock(output, most);
  const terms = range(block).flatMap((at) =>
    range(kernel).map((tap): Term => ({ at, offset: at * stride + tap - pad, tap })),
  );
  return { target: output, source: input, block, blocks: Math.ceil(output / block), step: block * stride, terms };
}

/**
 * The input's gradient as a function of the output's, in blocks of at most `most * stride` places. A block begins at a
 * multiple of the stride, so that which taps reach which of its places is known beforehand.
 */
export function backwardAxis({ input, output, kernel, stride, pad }: AxisSizes, most: number): Axis {
  const step = evenBlock(Math.ceil(input / stride), most);
  const block = step * stride;
  const terms = range(block).flatMap((at) =>
    range(kernel)
      .map((tap): Term => ({ at, offset: (at + pad - tap) / stride, tap }))
      .filter(({ offset }) => Number.isInteger(offset)),
  );
  return { target: input, source: output, block, blocks: Math.ceil(input / block), step, terms };
}

export function offsetsOf({ terms }: Axis): readonly number[] {
  return [...new Set(terms.map(({ offset }) => offset))].toSorted((a, b) => a - b);
}

/** Whether every block finds this offset inside the source. */
export function alwaysInside({ blocks, step, source }: Axis, offset: number): boolean {
  return offset >= 0 && (blocks - 1) * step + offset < source;
}

/** Blocks of this length divide `places` most evenly into as few blocks as `most` allows: 28 by 8 into four of 7. */
export function evenBlock(places: number, most: number): number {
  return Math.ceil(places / Math.ceil(places / most));
}

/** WGSL for a place moved by a number known beforehand; before 0 it wraps around, to far outside of any map. */
export function shifted(place: string, offset: number): string {
  return `${place} ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}u`;
}

/** 0, 1, … `count - 1`. */
export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Places for the numbers of a test's calls. */
import type { Arena, Place } from "../kernels/routine/routine.ts";
import { alignment } from "../kernels/routine/routine.ts";

type Named = Readonly<Record<string, Float32Array>>;
type Places<T extends Named> = { readonly [K in keyof T]: Place };

/** A buffer for each array. */
export function inBuffers<T extends Named>(arrays: T): { places: Places<T>; buffers: Float32Array[] } {
  const entries = Object.entries(arrays);
  const places = entries.map(([name, { length }], memory) => [name, { memory, offset: 0, length }]);
  // It has the names of `arrays`, which Object.fromEntries forgets.
  return { places: Object.fromEntries(places) as Places<T>, buffers: entries.map(([, values]) => values) };
}

/** The arrays one after the other in an arena, each from a multiple of `alignment` on, with -1 between them. */
export function inArena<T extends Named>(memory: Arena, arrays: T): { places: Places<T>; values: Float32Array } {
  const numbers: number[] = [];
  const places = Object.entries(arrays).map(([name, values]) => {
    const offset = numbers.length;
    for (const value of values) numbers.push(value);
    while (numbers.length % alignment !== 0) numbers.push(-1);
    return [name, { memory, offset, length: values.length }];
  });
  // It has the names of `arrays`, which Object.fromEntries forgets.
  return { places: Object.fromEntries(places) as Places<T>, values: Float32Array.from(numbers) };
}

/** Writes a routine call by call, and lets buffers share memory that are never in use together. */
import { alignment } from "../kernels/routine/routine.ts";
import type { Call, Place, Routine } from "../kernels/routine/routine.ts";

export class RoutineWriter {
  readonly batch: number;
  readonly prelude: Call[] = [];
  readonly calls: Call[] = [];
  #results = 0;
  readonly #buffers: number[] = [];
  readonly #constants: { readonly place: Place; readonly values: Float32Array }[] = [];
  /** What must keep its memory from step to step. */
  readonly #lasting = new Set<number>();

  constructor(batch: number) {
    this.batch = batch;
  }

  /** A new buffer for what one step makes. */
  place(length: number): Place {
    return { memory: this.#buffers.push(length) - 1, offset: 0, length };
  }

  /** A new buffer that keeps its numbers from step to step. */
  lasting(length: number): Place {
    this.#lasting.add(this.#buffers.length);
    return this.place(length);
  }

  constant(values: Float32Array): Place {
    const place = this.lasting(values.length);
    this.#constants.push({ place, values });
    return place;
  }

  /** Room for `count` numbers in the results; gives where it begins. */
  results(count: number): number {
    this.#results += count;
    return this.#results - count;
  }

  routine(depth: number): Routine {
    const order = [...this.prelude, ...this.calls];
    const { shared, buffers } = this.#share(order);
    const moved = (place: Place): Place =>
      typeof place.memory === "number" ? { ...place, memory: shared[place.memory]! } : place;
    return {
      batch: this.batch,
      buffers,
      constants: this.#constants.map(({ place, values }) => ({ place: moved(place), values })),
      prelude: this.prelude.map((call) => withPlaces(call, moved)),
      calls: this.calls.map((call) => withPlaces(call, moved)),
      results: this.#results,
      depth,
    };
  }

  /** For each buffer the one it becomes, and the lengths of those. A buffer is free behind the last call that names it. */
  #share(order: readonly Call[]): { shared: number[]; buffers: number[] } {
    const lastUse = new Map<number, number>();
    for (const [index, call] of order.entries()) {
      for (const buffer of buffersOf(call)) lastUse.set(buffer, index);
    }
    const buffers: number[] = [];
    const free = new Map<number, number[]>();
    const shared: number[] = [];
    const take = (buffer: number) => {
      if (shared[buffer] !== undefined) return;
      const length = Math.ceil(this.#buffers[buffer]! / alignment) * alignment;
      const idle = this.#lasting.has(buffer) ? undefined : free.get(length)?.pop();
      shared[buffer] = idle ?? buffers.push(length) - 1;
    };
    for (const [index, call] of order.entries()) {
      const named = buffersOf(call);
      named.forEach(take);
      for (const buffer of named) {
        if (lastUse.get(buffer) !== index || this.#lasting.has(buffer)) continue;
        const length = buffers[shared[buffer]!]!;
        free.set(length, [...(free.get(length) ?? []), shared[buffer]!]);
      }
    }
    return { shared, buffers };
  }
}

function buffersOf(call: Call): number[] {
  const buffers = new Set<number>();
  withPlaces(call, (place) => {
    if (typeof place.memory === "number") buffers.add(place.memory);
    return place;
  });
  return [...buffers];
}

/** The same call with other places. */
function withPlaces(call: Call, moved: (place: Place) => Place): Call {
  // oxlint-disable-next-line no-unsafe-type-assertion -- places become places, and everything else stays
  return replaced(call, moved) as Call;
}

function replaced(value: unknown, moved: (place: Place) => Place): unknown {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  if (isPlace(value)) return moved(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, moved)]));
}

function isPlace(value: object): value is Place {
  return "memory" in value;
}

/** What the calls of a routine are written with: kernels are put into a schedule, and get the memory that they need. */
import type { ConvolutionScratch } from "../convolution/wasm-passes.ts";
import type { Place, Sink } from "../routine/routine.ts";
import type { Ranges } from "./program.ts";
import type { ImageUses, KernelCall, Later, Uses } from "./schedule.ts";
import { Schedule } from "./schedule.ts";

/** How much scratch kernels take, in bytes; the binaries export it. */
export interface ScratchSizes extends ConvolutionScratch {
  fspScratch(h1: number, w1: number, c1: number, h2: number, w2: number, c2: number): number;
}

/** Addresses of what changes from step to step. */
export interface StepAddresses {
  /** `[batch, 4]` int32. */
  readonly samples: number;
  /** `[batch]` int32. */
  readonly labels: number;
  /** The batch's own images, bytes. */
  readonly pixels: number;
  /** Rate, momentum and decay, float32. */
  readonly settings: number;
  readonly results: number;
}

export interface Surroundings {
  readonly batch: number;
  readonly ranges: Ranges;
  readonly sizes: ScratchSizes;
  readonly step: StepAddresses;
  readonly addressOf: (place: Place) => number;
  /** Lends memory for as long as the routine lives. */
  readonly lend: (bytes: number) => number;
  /** Makes sure that every thread has so much scratch. */
  readonly reserve: (bytes: number) => void;
}

/** What a kernel needs of a place, made ready for it. */
export interface Prepared {
  readonly address: number;
  /** Its reader uses the whole of this, where others share the memory. */
  readonly shared: Place | null;
}

/**
 * Bytes that a program may have for what is made ready ahead of all else, all of it at once and beside each other. Networks
 * of up to 16 channels stay below it.
 */
const mostAhead = 16 * 2 ** 20;

export class ProgramWriter {
  readonly schedule = new Schedule();
  readonly surroundings: Surroundings;
  /** Memory for partial sums, used again when they have been added up. */
  readonly #parts: { readonly address: number; readonly bytes: number; user: Later | null }[] = [];

  #ahead = 0;
  /** By size, in bytes: memory that is written again for each who needs it. */
  readonly #shared = new Map<number, { readonly address: number; readonly shared: Place }>();

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  /** 0 where there is nothing. */
  at(place: Place | null): number {
    return place ? this.surroundings.addressOf(place) : 0;
  }

  /** A sink's address, and whether it is added to. */
  sink(sink: Sink | null): [address: number, adds: number] {
    return sink ? [this.at(sink.place), Number(sink.adds)] : [0, 0];
  }

  perImage(call: KernelCall, uses: ImageUses, scratch = 0): void {
    this.surroundings.reserve(scratch);
    this.schedule.perImage(call, this.surroundings.batch, uses);
  }

  /**
   * A kernel that goes image by image and leaves one part of `bytes` for each range, and what adds the parts up, in a later
   * group.
   */
  summed(
    bytes: number,
    call: (parts: number) => KernelCall,
    uses: ImageUses,
    scratch: number,
    sums: (parts: number, count: number) => readonly KernelCall[],
    target: Place,
  ): void {
    const { count } = this.surroundings.ranges;
    const slot = this.#partsOf(count * bytes);
    this.perImage(call(slot.address), uses, scratch);
    slot.user = this.schedule.later(sums(slot.address, count), { reads: [], writes: [target] });
  }

  /** So many bytes that `call` makes from `source`: ahead of everything, or in a group before its reader's. */
  prepared(bytes: number, source: Place, call: (address: number) => KernelCall): Prepared {
    if (this.#ahead + bytes <= mostAhead) {
      this.#ahead += bytes;
      const address = this.surroundings.lend(bytes);
      this.schedule.ahead(call(address), source);
      return { address, shared: null };
    }
    const memory = this.#sharedOf(bytes);
    this.schedule.later([call(memory.address)], { reads: [source], writes: [memory.shared] });
    return memory;
  }

  later(call: KernelCall, uses: Uses): void {
    this.schedule.later([call], uses);
  }

  #sharedOf(bytes: number) {
    const known = this.#shared.get(bytes);
    if (known) return known;
    // The routine's own buffers count from 0 up, these from -1 down.
    const shared = { memory: -1 - this.#shared.size, offset: 0, length: Math.ceil(bytes / 4) };
    const memory = { address: this.surroundings.lend(bytes), shared };
    this.#shared.set(bytes, memory);
    return memory;
  }

  #partsOf(bytes: number) {
    const isFree = (user: Later | null) => (user?.group ?? Infinity) < this.schedule.index;
    const known = this.#parts.find((slot) => slot.bytes >= bytes && isFree(slot.user));
    if (known) return known;
    const slot = { address: this.surroundings.lend(bytes), bytes, user: null };
    this.#parts.push(slot);
    return slot;
  }
}

const words = new Int32Array(1);
const floats = new Float32Array(words.buffer);

/** A float32 as the word that it is stored in. */
export function bitsOf(value: number): number {
  floats[0] = value;
  return words[0]!;
}

/** The places that there are. */
export function known(...places: readonly (Place | null)[]): Place[] {
  return places.filter((place) => place !== null);
}

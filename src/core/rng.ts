/**
 * Chance by name: a stream is a pure function of its name, a seed and keys such as (stage, step), so that two runs that
 * share them draw the same numbers however much either drew elsewhere. What is drawn here is frozen by golden tests.
 */
import { log } from "./maths.ts";
import { threefry } from "./threefry.ts";

/** The numbers stand for the names in the key and never change. */
export const streamNumbers = { init: 1, order: 2, augment: 3, dropout: 4, shapes: 5, subset: 6, shuffle: 7 } as const;
export type StreamName = keyof typeof streamNumbers;

export interface Rng {
  /** An integer of 0 .. 2^32 - 1. */
  uint32(): number;
  /** A multiple of 2^-53 in [0, 1). */
  uniform(): number;
  /** An integer of 0 .. n - 1, each equally likely; n is 1 .. 2^32. */
  below(n: number): number;
  /** Standard normal. */
  normal(): number;
  /** Fills `out` with normal numbers of mean 0, rounded to float32. */
  fillNormal(out: Float32Array, deviation: number): void;
}

/** One training step of a run; `step` counts from 0. */
export interface StepKey {
  readonly seed: number;
  readonly stage: number;
  readonly step: number;
}

/** The stream of that name; the seed and each key are integers of 0 .. 2^32 - 1. */
export function stream(name: StreamName, seed: number, ...keys: number[]): Rng {
  const key = Uint32Array.of(streamNumbers[name], word(seed));
  // Counters of numbers drawn stay below 2^63; folding a key in uses those above, so that no stream meets another's key.
  keys.forEach((part, index) => threefry(key, word(part), 0x80000000 + index, key));
  return new CounterStream(key);
}

function word(value: number): number {
  if (value >>> 0 !== value) throw new RangeError(`stream: ${value} is no integer of 0 .. 2^32 - 1`);
  return value;
}

class CounterStream implements Rng {
  private readonly key: Uint32Array;
  private readonly block = new Uint32Array(2);
  private drawn = 0;
  /** The polar method makes two numbers at a time. */
  private spare: number | null = null;

  constructor(key: Uint32Array) {
    this.key = key;
  }

  uint32(): number {
    const place = this.drawn % 2;
    if (place === 0) {
      const counter = this.drawn / 2;
      threefry(this.key, counter >>> 0, Math.floor(counter / 2 ** 32), this.block);
    }
    this.drawn += 1;
    return this.block[place]!;
  }

  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  below(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 2 ** 32))
      throw new RangeError(`below: ${n} is no integer of 1 .. 2^32`);
    // The last, incomplete round of remainders is drawn again: it would favour the small ones.
    const whole = 2 ** 32 - (2 ** 32 % n);
    let value = this.uint32();
    while (value >= whole) value = this.uint32();
    return value % n;
  }

  normal(): number {
    if (this.spare !== null) {
      const { spare } = this;
      this.spare = null;
      return spare;
    }
    let x = 0;
    let y = 0;
    let square = 0;
    while (square >= 1 || square === 0) {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    }
    const scale = Math.sqrt((-2 * log(square)) / square);
    this.spare = y * scale;
    return x * scale;
  }

  fillNormal(out: Float32Array, deviation: number): void {
    for (let i = 0; i < out.length; i++) out[i] = deviation * this.normal();
  }
}

/** The numbers 0 .. n - 1 in an order drawn from `rng`. */
export function permutation(n: number, rng: Rng): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last--) {
    const chosen = rng.below(last + 1);
    const moved = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = moved;
  }
  return order;
}

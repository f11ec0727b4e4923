/** What FSP's kernels on WebGPU share: reading four channels of a map at a position, max-pooled where it is larger. */
import type { MapSize, Place } from "../routine/routine.ts";
import type { Bound } from "../webgpu/wgsl.ts";
import { reads } from "../webgpu/wgsl.ts";

/** A map `[batch, h, w, c]`, seen at `height` x `width` positions. */
export interface PooledMap {
  readonly name: "first" | "last";
  readonly size: MapSize;
  readonly height: number;
  readonly width: number;
  /** Places of the map behind one position. */
  readonly block: number;
  readonly channels: number;
  /** Fours of channels, the last perhaps not full. */
  readonly fours: number;
  readonly bound: Bound;
}

interface Pair {
  readonly first: Place;
  readonly firstSize: MapSize;
  readonly last: Place;
  readonly lastSize: MapSize;
}

export function mapsOf(pair: Pair): { first: PooledMap; last: PooledMap; positions: number } {
  const { firstSize, lastSize } = pair;
  const [height, width] = [Math.min(firstSize[0], lastSize[0]), Math.min(firstSize[1], lastSize[1])];
  const positions = height * width;
  const pooled = (name: "first" | "last"): PooledMap => {
    const size = pair[`${name}Size`];
    const channels = size[2];
    const bound = reads(pair[name], elementOf(channels));
    const block = (size[0] * size[1]) / positions;
    return { name, size, height, width, block, channels, fours: Math.ceil(channels / 4), bound };
  };
  return { first: pooled("first"), last: pooled("last"), positions };
}

/** As what rows of so many numbers are bound. */
export function elementOf(row: number): "vec4f" | "f32" {
  return row % 4 === 0 ? "vec4f" : "f32";
}

/**
 * WGSL `fn NAME(row, four)`: four numbers of a row of `array`, whose rows have `length`, from `4 * four` on; zeros
 * behind the row's end.
 */
export function fourText(name: string, array: string, length: number): string {
  if (length % 4 === 0)
    return `
fn ${name}(row: u32, four: u32) -> vec4f { return ${array}[row * ${length / 4} + four]; }`;
  const number = (k: number) => `select(0.0, ${array}[row * ${length} + min(i + ${k}, end)], i + ${k} <= end)`;
  return `
fn ${name}(row: u32, four: u32) -> vec4f {
  let i = 4 * four;
  let end = ${length - 1}u;
  return vec4f(${[0, 1, 2, 3].map(number).join(", ")});
}`;
}

/** WGSL that stores the four numbers `value` likewise. */
export function storeText(array: string, length: number, row: string, four: string, adds: boolean): string {
  const put = (place: string, value: string) => `${array}[${place}] = ${adds ? `${array}[${place}] + ` : ""}${value};`;
  if (length % 4 === 0) return put(`${row} * ${length / 4} + ${four}`, "value");
  return [0, 1, 2, 3]
    .map(
      (k) => `if (4 * ${four} + ${k} < ${length}) { ${put(`${row} * ${length} + 4 * ${four} + ${k}`, `value[${k}]`)} }`,
    )
    .join("\n  ");
}

/** WGSL `first_place(n, p, k)`: of the block of position `p` the place number `k` in row order, in all of the batch. */
export function placeText({ name, size, height, width }: PooledMap): string {
  const [down, across] = [size[0] / height, size[1] / width];
  return `
fn ${name}_place(n: u32, p: u32, k: u32) -> u32 {
  let y = p / ${width} * ${down} + k / ${across};
  return (n * ${size[0]} + y) * ${size[1]} + p % ${width} * ${across} + k % ${across};
}`;
}

/** WGSL that reads the map: `first_raw(place, four)`, and `first_at(n, p, four)`, the largest of the position's block. */
export function mapText({ name, block, channels }: PooledMap): string {
  return `${fourText(`${name}_raw`, name, channels)}

fn ${name}_at(n: u32, p: u32, four: u32) -> vec4f {
  var largest = ${name}_raw(${name}_place(n, p, 0), four);
  for (var k = 1u; k < ${block}; k++) { largest = max(largest, ${name}_raw(${name}_place(n, p, k), four)); }
  return largest;
}`;
}

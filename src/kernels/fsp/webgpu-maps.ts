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
    const bound = readsRows(pair[name], channels);
    const block = (size[0] * size[1]) / positions;
    return { name, size, height, width, block, channels, fours: Math.ceil(channels / 4), bound };
  };
  return { first: pooled("first"), last: pooled("last"), positions };
}

/**
 * Rows of so many numbers, as an array of known length: where Dawn sees from the arithmetic that an index stays inside,
 * it leaves the clamp out.
 */
export function readsRows(place: Place, row: number): Bound {
  const element = elementOf(row);
  return reads(place, `${element}, ${place.length / (element === "f32" ? 1 : 4)}`);
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

/** WGSL `first_place(n, p)`: of the block of position `p` the first place in row order, in all of the batch. */
export function placeText({ name, size, height, width, block }: PooledMap): string {
  if (block === 1) return `\nfn ${name}_place(n: u32, p: u32) -> u32 { return n * ${height * width} + p; }`;
  const [down, across] = [size[0] / height, size[1] / width];
  return `
fn ${name}_place(n: u32, p: u32) -> u32 {
  return (n * ${size[0]} + p / ${width} * ${down}) * ${size[1]} + p % ${width} * ${across};
}`;
}

/** Where the places of a block lie behind its first one, in row order. */
export function blockOffsets({ size, width, block }: PooledMap): readonly number[] {
  const across = size[1] / width;
  return Array.from({ length: block }, (_, k) => Math.floor(k / across) * size[1] + (k % across));
}

/** WGSL that reads the map: `first_raw(place, four)`, and `first_at(place, four)`, the largest of the block that begins there. */
export function mapText(map: PooledMap): string {
  const { name, channels } = map;
  const [, ...others] = blockOffsets(map);
  return `${fourText(`${name}_raw`, name, channels)}

fn ${name}_at(place: u32, four: u32) -> vec4f {
  var largest = ${name}_raw(place, four);
${others.map((offset) => `  largest = max(largest, ${name}_raw(place + ${offset}, four));\n`).join("")}  return largest;
}`;
}

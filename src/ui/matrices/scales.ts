/** From numbers to colours: which number has which place on a colour map. */
import type { ColourMap } from "./colour-maps.ts";

export interface Scale {
  readonly map: ColourMap;
  readonly low: number;
  readonly high: number;
}

/** Each matrix its own colours, teacher and student the same ones, or the same at every moment. */
export const domains = ["each", "shared", "frozen"] as const;
export type Domain = (typeof domains)[number];

/** The least and the largest finite value, and 0. */
export type Range = readonly [least: number, most: number];

interface OfEach<Value> {
  readonly teacher: Value;
  readonly student: Value;
  readonly difference: Value;
}
export type Ranges = OfEach<Range>;

const nothing: Range = [0, 0];

export function rangesOf({ teacher, student, difference }: OfEach<Float32Array | null>): Ranges {
  const of = (values: Float32Array | null) => (values ? rangeOf(values) : nothing);
  return { teacher: of(teacher), student: of(student), difference: of(difference) };
}

/** The difference is always drawn from below 0 to above it. */
export function scalesFor(own: Ranges, domain: Domain, past: readonly Ranges[]): OfEach<Scale> {
  const all = domain === "frozen" ? [own, ...past] : [own];
  const over = (kind: keyof Ranges) => union(all.map((ranges) => ranges[kind]));
  const [teacher, student, difference] = [over("teacher"), over("student"), diverging(over("difference"))];
  if (domain === "each") return { teacher: scaleFor(teacher), student: scaleFor(student), difference };
  const shared = scaleFor(union([teacher, student]));
  return { teacher: shared, student: shared, difference };
}

/** From 0 to the largest value; where values are negative, as far below 0 as above. */
export function scaleOf(values: Float32Array): Scale {
  return scaleFor(rangeOf(values));
}

function scaleFor(range: Range): Scale {
  return range[0] >= 0 ? { map: "sequential", low: 0, high: range[1] } : diverging(range);
}

export function diverging([least, most]: Range): Scale {
  const span = Math.max(most, -least);
  return { map: "diverging", low: -span, high: span };
}

function union(ranges: readonly Range[]): Range {
  return [Math.min(...ranges.map(([least]) => least)), Math.max(...ranges.map(([, most]) => most))];
}

/** Written out like `paint`. */
export function rangeOf(values: Float32Array): Range {
  let [least, most] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value < least && value !== -Infinity) least = value;
    if (value > most && value !== Infinity) most = value;
  }
  return [least, most];
}

/** `pixels[i]` becomes the colour of `values[i]`; what is no number stays transparent. */
export function paint(pixels: Uint32Array, values: Float32Array, { low, high }: Scale, colours: Uint32Array): void {
  const last = colours.length - 1;
  const steps = high > low ? last / (high - low) : 0;
  for (let index = 0; index < values.length; index++) {
    const step = (values[index]! - low) * steps;
    // The first two comparisons are false for NaN.
    pixels[index] = step >= last ? colours[last]! : step >= 0 ? colours[(step + 0.5) | 0]! : step < 0 ? colours[0]! : 0;
  }
}

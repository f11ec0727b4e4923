import type { MapSize, ResizeProblem } from "./misfit.ts";
import type { Network } from "./network.ts";
import { mapShapeOf } from "./network.ts";
import type { Convention } from "./relations/convention.ts";
import { paperConvention } from "./relations/convention.ts";

/** Which layer of a section an FSP pair starts at; the paper says "the first layer" and no more. */
export const firstTaps = ["first-layer", "section-input"] as const;
export type FirstTap = (typeof firstTaps)[number];

/**
 * A section's input: then the two maps differ in size from the second section on, and the paper's remark that the larger
 * is max-pooled has a meaning. It works for ResNet-8, and the student learns more by it (README).
 */
export const defaultFirstTap: FirstTap = "section-input";

/** Makes the larger of a pair's two maps as small as the other. */
export interface Resize {
  readonly of: "first" | "last";
  readonly op: "max" | "avg" | "bilinear";
  readonly to: readonly [height: number, width: number];
}

/** Two taps of one network; they give one FSP matrix, `[channels of first, channels of last]`. */
export interface Pair {
  readonly first: string;
  readonly last: string;
  readonly resize: Resize | null;
}

/** The layers that a list of pairs reads, each once. */
export function tapsOf(pairs: readonly Pair[]): string[] {
  return [...new Set(pairs.flatMap((pair) => [pair.first, pair.last]))];
}

/** One teacher pair compared with one student pair; the match is named after the student's. */
export interface Match {
  readonly name: string;
  readonly teacher: Pair;
  readonly student: Pair;
  /** Of the teacher's matrix. */
  readonly shape: readonly [channels1: number, channels2: number];
  /** Of the student's, the same where the two can be compared as they are. */
  readonly studentShape: readonly [channels1: number, channels2: number];
}

/** Two taps that may become a pair. */
export interface Candidate {
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly resize: Resize | null | ResizeProblem;
}

/** The pairs that a network gives by itself: the larger of two maps is resized, or what the convention says. */
export function candidatesOf(network: Network, firstTap: FirstTap, convention: Convention): Candidate[] {
  const { sections } = network;
  const taps =
    convention.pairs === "across"
      ? sections.slice(1).map(({ name, last }, index) => ({ name, first: sections[index]!.last, last }))
      : sections.map(({ name, first, input, last }) => ({
          name,
          first: firstTap === "first-layer" ? first : input,
          last,
        }));
  return taps.map((candidate) => ({ ...candidate, resize: resizeOf(network, candidate, convention) }));
}

/** Null where the two maps have one size already. */
export function resizeOf(
  network: Network,
  taps: { readonly first: string; readonly last: string },
  { pool, resized }: Convention,
): Resize | null | ResizeProblem {
  const [first, last] = [sizeAt(network, taps.first), sizeAt(network, taps.last)];
  if (first.join() === last.join()) return null;
  const of = resized === "last" || isWithin(first, last) ? "last" : "first";
  const [from, to] = of === "first" ? [first, last] : [last, first];
  if (pool === "bilinear") return { of, op: pool, to };
  if (!isWithin(to, from)) return { code: "not-larger", first, last };
  if (from[0] % to[0] !== 0 || from[1] % to[1] !== 0) return { code: "not-divisible", first, last };
  return { of, op: pool, to };
}

export function isResize(resize: Resize | ResizeProblem): resize is Resize {
  return "of" in resize;
}

/** Maps that cannot be given one size stay as they are. */
export function pairOf({ first, last, resize }: Candidate): Pair {
  return { first, last, resize: resize && isResize(resize) ? resize : null };
}

/** By name, as `network-*.json` has them; candidates whose maps cannot be given one size are left out. */
export function pairsOf(
  network: Network,
  firstTap: FirstTap,
  convention: Convention = paperConvention,
): Record<string, Pair> {
  return Object.fromEntries(
    candidatesOf(network, firstTap, convention).flatMap(({ name, first, last, resize }) =>
      resize === null || isResize(resize) ? [[name, { first, last, resize }]] : [],
    ),
  );
}

export function matrixShapeOf(
  network: Network,
  { first, last }: { readonly first: string; readonly last: string },
): readonly [number, number] {
  return [mapShapeOf(network, first)[2], mapShapeOf(network, last)[2]];
}

/** The size that a pair's two maps have when they are multiplied. */
export function positionsOf(network: Network, { first, resize }: Pair): MapSize {
  return resize?.of === "first" ? resize.to : sizeAt(network, first);
}

function sizeAt(network: Network, layer: string): MapSize {
  const [height, width] = mapShapeOf(network, layer);
  return [height, width];
}

function isWithin(small: MapSize, large: MapSize): boolean {
  return small[0] <= large[0] && small[1] <= large[1];
}

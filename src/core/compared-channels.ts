/**
 * How the channels that a remedy compares come of a network's own. A cell of the compared matrices is the mean of the
 * product of two compared channels; where these are sums, it is a sum over the network's own cells.
 */
import type { GroupReduction } from "./relations/channel-groups.ts";

/** Of one end of a pair. */
export type ChannelOrigin =
  /** Compared channel `i` is the own channel `order[i]`. */
  | { readonly kind: "order"; readonly order: Uint32Array }
  /** `[compared, own]`: compared channel `i` is the sum of the own ones with these weights. */
  | { readonly kind: "mix"; readonly weights: Float32Array }
  /** `[own]`: own channel `j` belongs to the compared channel `groups[j]`, of so many. */
  | {
      readonly kind: "groups";
      readonly groups: Int32Array;
      readonly channels: number;
      readonly reduction: GroupReduction;
    };

/** Null: the compared channels are the own ones. */
export type Origins = Readonly<Record<"first" | "last", ChannelOrigin | null>>;

/** A network's own channels behind those that are compared, as means over the images. */
export interface OwnChannels {
  readonly shape: readonly [channels1: number, channels2: number];
  /** `[channels1, channels2]`: the own matrix. */
  readonly matrix: Float32Array;
  readonly first: OwnEnd;
  readonly last: OwnEnd;
}

export interface OwnEnd {
  /** `[positions, own channels]`. */
  readonly maps: Float32Array;
  readonly origin: ChannelOrigin | null;
  /** `[own channels]`: at which part of the positions each is the one that its group takes; null where groups take no one's. */
  readonly taken: Float32Array | null;
}

/** One own cell's part of a compared cell: `weight1 * weight2 * value`. */
export interface CellPart {
  readonly cell: readonly [row: number, column: number];
  readonly weights: readonly [number, number];
  /** The own matrix's. */
  readonly value: number;
  readonly part: number;
}

/** Null where the compared cell is not made of sums: a channel's own, or a group's. */
export function cellParts(
  { shape, matrix, first, last }: OwnChannels,
  [i, j]: readonly [number, number],
): CellPart[] | null {
  if (first.origin?.kind !== "mix" || last.origin?.kind !== "mix") return null;
  const [rows, columns] = shape;
  const parts: CellPart[] = [];
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < columns; b++) {
      const weights = [first.origin.weights[i * rows + a]!, last.origin.weights[j * columns + b]!] as const;
      const value = matrix[a * columns + b]!;
      parts.push({ cell: [a, b], weights, value, part: weights[0] * weights[1] * value });
    }
  }
  return parts;
}

/** The strongest first; equal ones stay in their order. */
export function strongest(parts: readonly CellPart[]): CellPart[] {
  return parts.toSorted((a, b) => Math.abs(b.part) - Math.abs(a.part));
}

/** The own channels that compared channel `i` is made of; of a mix all have a part. */
export function membersOf(origin: ChannelOrigin | null, i: number): number[] {
  switch (origin?.kind) {
    case undefined:
      return [i];
    case "order":
      return [origin.order[i]!];
    case "groups":
      return [...origin.groups.keys()].filter((j) => origin.groups[j] === i);
    case "mix":
      throw new RangeError("channels: a mix has no members");
    default:
      return origin satisfies never;
  }
}

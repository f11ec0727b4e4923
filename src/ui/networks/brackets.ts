/** The FSP pairs of both networks as brackets over the diagram, and how each pair's two sides meet. */
import type { FspFamily } from "../../core/methods/facts.ts";
import type { Network } from "../../core/network.ts";
import { mapShapeOf } from "../../core/network.ts";
import { fspSettingsOf } from "../../core/fsp-settings.ts";
import type { Pair, Resize } from "../../core/pairs.ts";
import { matchingOf } from "../../core/matching.ts";
import type { MisfitReason } from "../../core/misfit.ts";
import { matrixShapeOf, pairOf } from "../../core/pairs.ts";
import type { Diagram, Row } from "./diagram.ts";
import { boxOf } from "./diagram.ts";

export interface Pooling {
  readonly op: Resize["op"];
  /** How many times smaller each side becomes; null where that is no whole number. */
  readonly factor: number | null;
  readonly to: readonly [height: number, width: number];
}

/** One network's half of a bracket. */
export interface Side {
  readonly pair: Pair;
  readonly shape: readonly [channels1: number, channels2: number];
  readonly pooling: Pooling | null;
  /** Where its first and last tap stand. */
  readonly from: number;
  readonly to: number;
}

type Meeting = {
  readonly name: string;
  /** Where the two sides meet. */
  readonly middle: number;
} & (
  | { readonly fits: true; readonly teacher: Side; readonly student: Side }
  | {
      readonly fits: false;
      readonly teacher: Side | null;
      readonly student: Side | null;
      readonly reason: MisfitReason;
    }
);

/** Those that meet at nearly the same place have lanes of their own, one below the other. */
export type Bracket = Meeting & { readonly lane: number };

/** Of the matrices; null for a side without a pair. */
export function shapesOf({ teacher, student }: Bracket): Readonly<Record<"teacher" | "student", Side["shape"] | null>> {
  return { teacher: teacher && teacher.shape, student: student && student.shape };
}

/** Two pairs may share a layer: each leg stands this far inside it. */
const inset = 3;

/** `chipWidth`: what a bracket's name and shape take, in pixels. */
export function bracketsOf(
  teacher: Network,
  student: Network,
  method: FspFamily,
  diagram: Diagram,
  chipWidth: number,
): Bracket[] {
  const { matches, misfits } = matchingOf(teacher, student, method.firstTap, fspSettingsOf(method));
  const rows = [
    ...matches.map(({ name, ...pairs }) => ({ name, pairs, reason: null })),
    ...misfits.map(({ name, taps, reason }) => ({
      name,
      pairs: { teacher: taps.teacher && pairOf(taps.teacher), student: taps.student && pairOf(taps.student) },
      reason,
    })),
  ];
  const meetings = rows.flatMap(({ name, pairs, reason }): Meeting[] => {
    const above = pairs.teacher && sideOf(teacher, pairs.teacher, diagram.teacher);
    const below = pairs.student && sideOf(student, pairs.student, diagram.student);
    const middles = [above, below].flatMap((side) => (side ? [(side.from + side.to) / 2] : []));
    // A pair made by hand, of layers that neither network has.
    if (middles.length === 0) return [];
    const middle = middles.reduce((sum, x) => sum + x, 0) / middles.length;
    if (reason) return [{ name, middle, fits: false, teacher: above, student: below, reason }];
    return above && below ? [{ name, middle, fits: true, teacher: above, student: below }] : [];
  });
  const lanes = lanesOf(meetings, chipWidth);
  return meetings.map((meeting) => ({ ...meeting, lane: lanes.get(meeting) ?? 0 }));
}

/** More would leave no room for the matrices below. */
const mostLanes = 4;

/** Each in the first lane that has room for it, or where there is none left in the one that it covers least. */
function lanesOf(meetings: readonly Meeting[], chipWidth: number): Map<Meeting, number> {
  const ends: number[] = [];
  return new Map(
    meetings
      .toSorted((a, b) => a.middle - b.middle)
      .map((meeting) => {
        const free = ends.findIndex((end) => end <= meeting.middle - chipWidth / 2);
        const lane = free >= 0 ? free : ends.length < mostLanes ? ends.length : ends.indexOf(Math.min(...ends));
        ends[lane] = meeting.middle + chipWidth / 2;
        return [meeting, lane];
      }),
  );
}

function sideOf(network: Network, pair: Pair, row: Row): Side {
  const from = (boxOf(row, pair.first)?.x ?? 0) + inset;
  const to = (boxOf(row, pair.last)?.x ?? 0) - inset;
  return { pair, shape: matrixShapeOf(network, pair), pooling: poolingOf(network, pair), from, to };
}

function poolingOf(network: Network, pair: Pair): Pooling | null {
  const { resize } = pair;
  if (!resize) return null;
  const [height, width] = mapShapeOf(network, resize.of === "first" ? pair.first : pair.last);
  const factor = height / resize.to[0];
  const whole = Number.isInteger(factor) && width / resize.to[1] === factor;
  return { op: resize.op, factor: whole ? factor : null, to: resize.to };
}

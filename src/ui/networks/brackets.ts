/** The FSP pairs of both networks as brackets over the diagram, and how each pair's two sides meet. */
import type { FspFamily } from "../../core/methods/facts.ts";
import type { Network } from "../../core/network.ts";
import { mapShapeOf } from "../../core/network.ts";
import { fspSettingsOf } from "../../core/fsp-settings.ts";
import type { Pair, Resize } from "../../core/pairs.ts";
import { matchingOf } from "../../core/matching.ts";
import { matrixShapeOf, pairsOf } from "../../core/pairs.ts";
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

export type Bracket = {
  readonly name: string;
  /** Where the two sides meet. */
  readonly middle: number;
} & (
  | { readonly fits: true; readonly teacher: Side; readonly student: Side }
  | { readonly fits: false; readonly teacher: Side | null; readonly student: Side | null }
);

/** Two pairs may share a layer: each leg stands this far inside it. */
const inset = 3;

export function bracketsOf(teacher: Network, student: Network, method: FspFamily, diagram: Diagram): Bracket[] {
  const settings = fspSettingsOf(method);
  const { matches, misfits } = matchingOf(teacher, student, method.firstTap, settings);
  const lone = (network: Network) => pairsOf(network, method.firstTap, settings.convention);
  const [theirs, ours] = [lone(teacher), lone(student)];
  const rows = [
    ...matches.map((match) => ({ ...match, fits: true })),
    ...misfits.map(({ name, teacher: matrix, student: other }) => ({
      name,
      fits: false,
      teacher: matrix && theirs[name],
      student: other && ours[name],
    })),
  ];
  return rows.flatMap(({ name, fits, ...pairs }): Bracket[] => {
    const above = pairs.teacher ? sideOf(teacher, pairs.teacher, diagram.teacher) : null;
    const below = pairs.student ? sideOf(student, pairs.student, diagram.student) : null;
    // A pair made by hand, of layers that neither network has.
    if (!above && !below) return [];
    const middles = [above, below].flatMap((side) => (side ? [(side.from + side.to) / 2] : []));
    const middle = middles.reduce((sum, x) => sum + x, 0) / middles.length;
    return above && below && fits
      ? [{ name, middle, fits: true, teacher: above, student: below }]
      : [{ name, middle, fits: false, teacher: above, student: below }];
  });
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

/** Why a pair cannot be compared. */
export type Misfit =
  | { readonly why: "missing"; readonly name: string; readonly of: "teacher" | "student" }
  | { readonly why: "shapes"; readonly name: string; readonly teacher: Side["shape"]; readonly student: Side["shape"] };

export function misfitOf(bracket: Bracket & { readonly fits: false }): Misfit {
  const { name, teacher, student } = bracket;
  if (!teacher) return { why: "missing", name, of: "teacher" };
  if (!student) return { why: "missing", name, of: "student" };
  return { why: "shapes", name, teacher: teacher.shape, student: student.shape };
}

/** The channel maps behind one pair's matrix, as means over some images. */
import type { Origins } from "../core/compared-channels.ts";
import type { LabelledImages } from "../core/images.ts";
import type { ComparedMaps } from "../core/look.ts";
import type { Pair } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { MatrixKind } from "../core/relations/settings.ts";
import { fspMatrices } from "../kernels/fsp/op.ts";
import { comparedMap, enteringMap } from "./compared-maps.ts";
import { resizedMap } from "./fsp-matrices.ts";
import { OwnSums } from "./look-own.ts";
import { sliceViews } from "./look-slices.ts";
import { PairSums } from "./look-sums.ts";
import type { TeacherModel } from "./teacher-model.ts";

/** How a pair's compared channels come of its own. */
export interface Compared {
  readonly origins: Origins;
  readonly matrix: MatrixKind;
}

export const plainlyCompared: Compared = { origins: { first: null, last: null }, matrix: "product" };

/** Throws `LookRefused` where the products of several images would not fit into an answer. */
export async function pairMaps(
  model: TeacherModel,
  pair: Pair,
  { origins, matrix }: Compared,
  images: LabelledImages,
  breathe: () => Promise<void>,
): Promise<ComparedMaps> {
  const n = images.labels.length;
  const isMade = origins.first !== null || origins.last !== null;
  let sums: PairSums | null = null;
  let own: OwnSums | null = null;
  const make: Parameters<typeof sliceViews>[3] = (taps) => {
    const [first, last] = [resizedMap(pair, "first", taps), resizedMap(pair, "last", taps)];
    const compared = [comparedMap(first, origins.first, matrix), comparedMap(last, origins.last, matrix)];
    if (!isMade) return compared;
    const entering = [enteringMap(first, origins.first, matrix), enteringMap(last, origins.last, matrix)] as const;
    return [...compared, ...entering, fspMatrices(...entering)];
  };
  for await (const { values, shapes, count } of sliceViews(model, images, tapsOf([pair]), make, breathe)) {
    sums ??= new PairSums([shapes[0]![1]!, shapes[0]![2]!], shapes[0]![3]!, shapes[1]![3]!, n);
    sums.add(values[0]!, values[1]!, count);
    if (!isMade) continue;
    own ??= new OwnSums(origins, [shapes[2]![3]!, shapes[3]![3]!], shapes[0]![1]! * shapes[0]![2]!, n);
    own.add(values[2]!, values[3]!, values[4]!, count);
  }
  return { ...sums!.means(), own: own?.means() ?? null };
}

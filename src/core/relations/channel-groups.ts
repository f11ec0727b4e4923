/**
 * Which of the teacher's channels stand for which of the student's, found without parameters (after MGD, Yue et al., ECCV
 * 2020): each teacher channel goes to the student channel whose maps look most like its own, as many to each as there are.
 */
import { linearAssignment } from "./linear-assignment.ts";

type Numbers = Float32Array | Float64Array;
export const groupReductions = ["absolute-maximum", "mean"] as const;
export type GroupReduction = (typeof groupReductions)[number];

/**
 * `[cs, ct]`: the mean over images of `2 - 2 <s, t>` between maps of length 1. `student` is `[n, p, cs]`, `teacher`
 * `[n, p, ct]`; a silent map is like no other.
 */
export function channelCosts(
  student: Numbers,
  teacher: Numbers,
  [n, positions, cs, ct]: readonly [n: number, positions: number, cs: number, ct: number],
): Float64Array {
  const [ours, theirs] = [unitMaps(student, n, positions, cs), unitMaps(teacher, n, positions, ct)];
  const costs = new Float64Array(cs * ct).fill(2);
  for (let row = 0; row < n * positions; row++) {
    for (let i = 0; i < cs; i++) {
      const value = (2 * ours[row * cs + i]!) / n;
      if (value !== 0) for (let j = 0; j < ct; j++) costs[i * ct + j]! -= value * theirs[row * ct + j]!;
    }
  }
  return costs;
}

/**
 * For each of the `ct` teacher channels the student channel that it belongs to, by the costs `[cs, ct]`. Every student
 * channel gets at least one, none more than ct / cs rounded up.
 */
export function channelGroups(costs: Float64Array, cs: number, ct: number): Int32Array {
  if (ct < cs) throw new RangeError(`assignment: ${ct} teacher channels are too few for the student's ${cs}`);
  const places = Math.ceil(ct / cs);
  // Each student channel's first place is worth more than all else together, so that none stays empty.
  const bonus = 4 * (ct + 1);
  const square = Float64Array.from({ length: ct * cs * places }, (_, index) => {
    const [j, place] = [Math.floor(index / (cs * places)), index % (cs * places)];
    return costs[(place % cs) * ct + j]! - (place < cs ? bonus : 0);
  });
  return linearAssignment(square, ct, cs * places).map((place) => place % cs);
}

/**
 * `[rows, ct]` → `[rows, cs]`: the group's number farthest from zero, or its mean. Signs stay.
 */
export function groupedChannels(map: Numbers, groups: Int32Array, cs: number, reduction: GroupReduction): Float64Array {
  const ct = groups.length;
  const rows = map.length / ct;
  const sizes = new Float64Array(cs);
  for (const group of groups) sizes[group]!++;
  const out = new Float64Array(rows * cs);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < ct; j++) {
      const [value, to] = [map[row * ct + j]!, row * cs + groups[j]!];
      if (reduction === "mean") out[to]! += value / sizes[groups[j]!]!;
      else if (Math.abs(value) > Math.abs(out[to]!)) out[to] = value;
    }
  }
  return out;
}

function unitMaps(map: Numbers, n: number, positions: number, channels: number): Float64Array {
  const out = Float64Array.from(map);
  for (let image = 0; image < n; image++) {
    for (let c = 0; c < channels; c++) {
      const at = (position: number) => (image * positions + position) * channels + c;
      let square = 0;
      for (let position = 0; position < positions; position++) square += map[at(position)]! ** 2;
      const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
      for (let position = 0; position < positions; position++) out[at(position)]! *= scale;
    }
  }
  return out;
}

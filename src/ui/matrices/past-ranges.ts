/** The ranges that a pair's matrices had at all moments that are known, for colours that stay the same over time. */
import type { LooksState } from "../../client/looks.ts";
import { lookKey } from "../../client/looks.ts";
import type { RunView } from "../../client/run-view.ts";
import type { At, Subject } from "../../core/look.ts";
import type { Matrix } from "../../core/report.ts";
import type { MeasuredPair } from "./pair-data.ts";
import { differenceOf, lookedPairs, reportedPairs } from "./pair-data.ts";
import type { Ranges } from "./scales.ts";
import { rangesOf } from "./scales.ts";

/** By the student's matrix: many moments are gone through at each update, and none of them changes. */
const known = new WeakMap<Float32Array, Ranges>();

export function pastRanges(moments: readonly (readonly MeasuredPair[])[], name: string): Ranges[] {
  return moments.flatMap((pairs) => {
    const pair = pairs.find((other) => other.name === name);
    return pair?.student ? [rangesAt(pair, pair.student)] : [];
  });
}

function rangesAt({ teacher }: MeasuredPair, student: Float32Array): Ranges {
  const found = known.get(student);
  if (found) return found;
  const ranges = rangesOf({ teacher, student, difference: teacher && differenceOf(student, teacher) });
  known.set(student, ranges);
  return ranges;
}

/** All that was reported of a run. */
export function reportedMoments(view: RunView, teacher: readonly Matrix[] | null): MeasuredPair[][] {
  return view.history.map((report) => reportedPairs(teacher, report));
}

/** All that was looked at of these images. */
export function lookedMoments(view: RunView, looked: LooksState["looked"], subject: Subject): MeasuredPair[][] {
  const moments: readonly At[] = ["now", ...view.snapshots];
  return moments.flatMap((at) => {
    const found = looked.get(lookKey(view.run, { type: "matrices", at, subject }));
    return found?.status === "answered" && found.answer.type === "matrices" ? [lookedPairs(found.answer.pairs)] : [];
  });
}

/** FSP: the squared difference of the two networks' matrices, or what a remedy makes of it. */
import { tapsOf } from "../../core/pairs.ts";
import { weightAt } from "../../core/schedule.ts";
import type { WeightTensors } from "../../models/weights.ts";
import { pairLosses } from "../fsp-losses.ts";
import { matricesBySide } from "../fsp-matrices.ts";
import type { FspGoal } from "../fsp-stage.ts";
import type { Guidance } from "./guidance.ts";

/** Stage 1. */
export function fspAlone(goal: FspGoal): Guidance {
  const { matches, comparison, lambdaOf } = goal;
  return {
    name: "fsp",
    parts: matches.map(({ name }) => name),
    taps: {
      teacher: tapsOf(matches.map((match) => match.teacher)),
      student: tapsOf(matches.map((match) => match.student)),
    },
    taskWeight: null,
    weightAt: lambdaOf,
    targets: (taps) => comparison?.targetsFrom(taps) ?? [...matricesBySide(matches, "teacher", taps).values()],
    losses: (taps, targets) => pairLosses(goal, taps, targets),
    ...(comparison?.adapters && { adapters: comparison.adapters }),
    ...(comparison?.isReassigned && {
      before: (done: number, student: WeightTensors) => comparison.before(done, student),
    }),
  };
}

/** Beside the labels' cross-entropy; every lambda goes in a straight line to `end` times itself. */
export function fspBesideTask(goal: FspGoal, end: number, iterations: number): Guidance {
  return {
    ...fspAlone(goal),
    taskWeight: 1,
    weightAt: (pair, done) => goal.lambdaOf(pair) * weightAt(1, end, done, iterations),
  };
}

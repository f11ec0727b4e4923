/** Why a run stops whose numbers are no numbers any more. */
import type { Noticed } from "../core/divergence.ts";
import type { Stage } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { Lesson } from "../core/lessons.ts";
import type { Problem } from "../core/problem.ts";
import { sentenceOf } from "../core/problem-text.ts";
import type { Checkpoint, RunSettings, StudentCheckpoint, TeacherCheckpoint } from "./checkpoints.ts";

/**
 * All that the steps can be made from again that led there; `from` is where all weights were finite last. `seen` is the state
 * in which something computed of held-out images was no finite number; null where it was noticed otherwise.
 */
export type Trace =
  | {
      readonly phase: "teacher";
      readonly lesson: Lesson;
      readonly seed: number;
      readonly images: ImageSet;
      readonly from: TeacherCheckpoint;
      readonly seen: TeacherCheckpoint | null;
    }
  | {
      readonly phase: "student";
      readonly settings: RunSettings & { readonly from: StudentCheckpoint };
      readonly seen: StudentCheckpoint | null;
    };

/** `step` is the iteration, counted from 1, in or behind which `noticed` was no finite number any more. */
export class NotFinite extends Error {
  override readonly name = "NotFinite";
  readonly noticed: Noticed;
  readonly stage: Stage;
  readonly step: number;
  /** Null until whoever trains has said it. */
  readonly trace: Trace | null;

  constructor(noticed: Noticed, stage: Stage, step: number, trace: Trace | null = null) {
    super(sentenceOf({ code: "not-finite", noticed, stage, step }));
    this.noticed = noticed;
    this.stage = stage;
    this.step = step;
    this.trace = trace;
  }

  get problem(): Problem {
    const { noticed, stage, step } = this;
    return { code: "not-finite", noticed, stage, step };
  }

  traced(trace: Trace): NotFinite {
    return new NotFinite(this.noticed, this.stage, this.step, trace);
  }
}

/** Where training can go on from; null at the border of two lessons, which no checkpoint can tell. */
export function checkpointIn(trace: Trace): Checkpoint | null {
  if (trace.phase === "teacher" && trace.from.done > 0 && trace.from.done === trace.lesson.from) return null;
  return trace.phase === "teacher"
    ? { phase: "teacher", training: trace.from }
    : { phase: "student", teacher: trace.settings.teacher, student: trace.settings.from };
}

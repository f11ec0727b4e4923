/** Where training stands between two steps, and what it is of: enough to go on with the same bits. */
import type { Data, Experiment, TeacherRecipe } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { Lesson } from "../core/lessons.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { ComparisonState } from "./comparison.ts";
import type { Reports } from "./parts.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** A student's. */
export interface StudentCheckpoint {
  readonly stage: 1 | 2;
  readonly done: number;
  readonly weights: WeightArrays;
  readonly velocities: WeightArrays;
  /** The weights with the best validation accuracy so far. */
  readonly best: BestWeights | null;
  /** What the method keeps beside the network; mostly nothing. */
  readonly comparison: ComparisonState;
}

export interface BestWeights {
  readonly step: number;
  readonly validation: number;
  readonly weights: WeightArrays;
}

/** A teacher's. */
export interface TeacherCheckpoint {
  /** Iterations of all its lessons. */
  readonly done: number;
  readonly weights: WeightArrays;
  readonly velocities: WeightArrays;
  readonly reports: Reports;
}

/** Where an interrupted run goes on: in its teacher's training, or in its own. */
export type Checkpoint =
  | { readonly phase: "teacher"; readonly training: TeacherCheckpoint }
  | { readonly phase: "student"; readonly teacher: TrainedTeacher | null; readonly student: StudentCheckpoint };

export interface RunSettings {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly images: ImageSet;
  /** Null where the method needs none and none is at hand. */
  readonly teacher: TrainedTeacher | null;
  readonly from: StudentCheckpoint | null;
}

export interface TeacherSettings {
  readonly recipe: TeacherRecipe;
  readonly lessons: readonly [Lesson, ...Lesson[]];
  readonly seed: number;
  readonly openImages: (data: Data) => Promise<ImageSet>;
  readonly from: TeacherCheckpoint | null;
}

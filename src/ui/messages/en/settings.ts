import type { Setting } from "../../../client/settings.ts";
import type { Remedy } from "../../../core/experiment.ts";

export const settings: Readonly<Record<Setting, string>> = {
  dataKind: "Images",
  training: "Training images",
  validation: "Validation images",
  test: "Test images",
  classes: "Classes",
  difficulty: "Difficulty, 0 to 1",
  teacherKind: "Teacher",
  teacherFamily: "Teacher family",
  teacherDepth: "Teacher depth",
  teacherWidth: "Teacher width",
  teacherDrawn: "Teacher's blocks",
  teacherSeed: "Teacher seed",
  teacherIterations: "Teacher iterations",
  teacherRate: "Teacher learning rate",
  studentFamily: "Student family",
  studentDepth: "Student depth",
  studentWidth: "Student width",
  studentDrawn: "Student's blocks",
  method: "Method",
  firstTap: "Each section's pair begins at",
  remedy: "Matrices of unequal sizes",
  lambda: "FSP loss weight λ",
  fspIterations: "Stage 1 iterations",
  fspRate: "Stage 1 learning rate",
  taskIterations: "Stage 2 iterations",
  taskRate: "Stage 2 learning rate",
  momentum: "Momentum",
  decay: "Weight decay",
  batch: "Images in a batch",
  crop: "Random crop, padded by 4",
  flip: "Random flip",
  evaluateEvery: "Iterations between validations",
};

/** What a setting counts. */
export const units: Readonly<Partial<Record<Setting, string>>> = {
  training: "images",
  validation: "images",
  test: "images",
  classes: "classes",
  teacherIterations: "iterations",
  fspIterations: "iterations",
  taskIterations: "iterations",
  batch: "images",
  evaluateEvery: "iterations",
};

export const remedies: Readonly<Record<Remedy["kind"], string>> = {
  none: "not compared",
  adapter: "learned adapter",
  assignment: "channels assigned",
  projection: "teacher projected",
  cka: "linear CKA",
  traces: "traces",
};

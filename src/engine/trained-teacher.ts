import type { Network } from "../core/network.ts";
import type { Report } from "../core/report.ts";
import type { TeacherFacts } from "../core/teacher-file.ts";
import type { WeightArrays } from "../models/weights.ts";

/** A teacher at rest: what several runs share. */
export interface TrainedTeacher extends TeacherFacts {
  readonly network: Network;
  readonly weights: WeightArrays;
  /** What was reported while it was trained here; empty for a teacher from a file. */
  readonly reports: readonly Report[];
}

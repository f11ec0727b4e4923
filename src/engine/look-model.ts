/** A network with the weights that it had at a moment, for as long as it is looked at. */
import type { Side } from "../core/look.ts";
import { LookRefused } from "../core/look.ts";
import type { Moment } from "../core/moment.ts";
import { toTensors } from "../models/weights.ts";
import type { Comparison } from "./comparison.ts";
import { openComparison } from "./open-comparison.ts";
import type { KeptWeights, Scene } from "./scene.ts";
import type { TeacherModel } from "./teacher-model.ts";
import { disposeTeacher, toModel } from "./teacher-model.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

/** Rejects with `LookRefused` where there are no such weights. */
export async function withStudent<Seen>(
  scene: Scene,
  at: Extract<Side, { of: "student" }>["at"],
  use: (model: TeacherModel, kept: KeptWeights) => Promise<Seen>,
): Promise<Seen> {
  const kept = await scene.weightsAt(at);
  const { network, statistics } = scene;
  const model = { network, weights: toTensors(network, kept.weights), statistics };
  return use(model, kept).finally(() => disposeTeacher(model));
}

/** With what the run compared by then; null where that is the plain distance. Rejects as above. */
export async function withComparison<Seen>(
  scene: Scene,
  student: TeacherModel,
  { comparison: state }: KeptWeights,
  use: (comparison: Comparison | null) => Promise<Seen>,
): Promise<Seen> {
  const comparison = await openComparison(scene, student.weights, state);
  return use(comparison).finally(() => comparison?.dispose());
}

/** Rejects as above. */
export async function withTeacher<Seen>(scene: Scene, use: (model: TeacherModel) => Promise<Seen>): Promise<Seen> {
  const model = toModel(teacherOf(scene));
  return use(model).finally(() => disposeTeacher(model));
}

/** `moment` is null for the teacher; rejects as above. */
export function withSide<Seen>(
  scene: Scene,
  side: Side,
  use: (model: TeacherModel, moment: Moment | null) => Promise<Seen>,
): Promise<Seen> {
  return side.of === "student"
    ? withStudent(scene, side.at, (model, { moment }) => use(model, moment))
    : withTeacher(scene, (model) => use(model, null));
}

/** Throws `LookRefused` where there is none. */
export function teacherOf({ teacher }: Scene): TrainedTeacher {
  if (!teacher) throw new LookRefused("no-teacher", "This run has no teacher.");
  return teacher;
}

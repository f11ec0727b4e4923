/** The part of the settings that says what the teacher learns, where that is not only the student's task, and what goes over. */
import type { Data, Method, MethodKind, TeacherRecipe } from "../core/experiment.ts";
import { ofIterations } from "../core/schedule.ts";

export interface TaskSettings {
  /** What the teacher learns in place of the student's task, or ahead of it; null: the student's task alone. */
  readonly otherTask: Data | null;
  /** Whether it learns the student's task after the other one. */
  readonly afterwards: boolean;
  /** Of the other task, where the student's comes after it. */
  readonly firstIterations: number;
  readonly firstRate: number;
  /** Of a student that begins with the teacher's weights: whether what answers is among them. */
  readonly classifier: boolean;
}

export function taskSettingsOf({ data, before, schedule }: TeacherRecipe, method: Method): TaskSettings {
  const { iterations, rate } = before?.schedule ?? schedule;
  return {
    otherTask: before?.data ?? data,
    afterwards: before !== undefined,
    firstIterations: iterations,
    firstRate: rate,
    classifier: method.kind !== "copy" || method.classifier === undefined,
  };
}

/** The recipe with its lessons as the settings have them. */
export function withTask({ before, ...recipe }: TeacherRecipe, settings: TaskSettings): TeacherRecipe {
  const { otherTask, afterwards, firstIterations, firstRate } = settings;
  if (!otherTask) return { ...recipe, data: null };
  if (!afterwards) return { ...recipe, data: otherTask };
  const { batch, augment, schedule } = before ?? recipe;
  const first = { ...ofIterations(schedule, firstIterations), rate: firstRate };
  // Who wrote a chain of two other tasks by hand keeps its second.
  return { ...recipe, data: before ? recipe.data : null, before: { data: otherTask, batch, augment, schedule: first } };
}

/** Without another task there is nothing to come after it; without what comes after it there is one schedule. */
export function isIdleOfTask(
  setting: string,
  { otherTask, afterwards, method }: TaskSettings & { readonly method: MethodKind },
): boolean {
  if (setting === "classifier") return method !== "copy";
  if (setting === "afterwards") return otherTask === null;
  return (setting === "firstIterations" || setting === "firstRate") && !(otherTask && afterwards);
}

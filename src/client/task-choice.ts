/** What a person changes of the two tasks, as changes of the settings. */
import type { Data, Experiment } from "../core/experiment.ts";
import type { TaskKind, Tasks } from "../core/other-task.ts";
import {
  agreeing,
  leastClasses,
  splitTasks,
  taskKindOf,
  usualTasks,
  withClasses,
  withTraining,
} from "../core/other-task.ts";
import type { Problem } from "../core/problem.ts";
import { classCountOf, subsetOf } from "../core/set-classes.ts";
import { dataChanges } from "./data-settings.ts";
import { leadOf, planOf, settingsOf, type Changes, type Setup } from "./settings.ts";
import { setupProblemOf } from "./setup-problem.ts";

/** Null: the student's task alone. */
export function tasksOf(experiment: Experiment): Tasks | null {
  const { otherTask } = settingsOf(experiment);
  return otherTask && { student: experiment.data, other: otherTask };
}

export function taskKindIn(experiment: Experiment): TaskKind | null {
  const tasks = tasksOf(experiment);
  return tasks && taskKindOf(tasks);
}

export function tasksChanges({ student, other }: Tasks): Changes {
  return { ...dataChanges(student), otherTask: other };
}

/** Another task of this kind, or none; of "set" the images of `set`. */
export function chosenTask(kind: TaskKind | null, set: Data, { data }: Experiment): Changes {
  if (kind === null) return { otherTask: null };
  return tasksChanges(kind === "set" ? agreeing({ student: data, other: set }) : usualTasks(kind, data));
}

/** Other classes for the student; the teacher's go with them where it learns the rest of the set, or more of the same. */
export function chosenClasses(experiment: Experiment, mine: readonly number[]): Changes {
  const { data: student } = experiment;
  const [tasks, kind] = [tasksOf(experiment), taskKindIn(experiment)];
  if (tasks && kind === "classes") return tasksChanges(splitTasks(student, mine, tasks.other.training));
  if (kind === "more") return tasksChanges(usualTasks("more", withClasses(student, mine)));
  return dataChanges(withClasses(student, mine));
}

/** How many classes the student may have; a teacher of the others keeps some. */
export function mostClasses(experiment: Experiment, whole: number): number {
  return taskKindIn(experiment) === "classes" ? whole - leastClasses : whole;
}

/** What one click does about two tasks that do not go together, or images that there are not. */
export type TaskMend = "alike" | "own" | "afterwards" | "even" | "fewer";

/** Each with its changes, after which this problem is none any more. */
export function taskMendsFor(setup: Setup): readonly (readonly [TaskMend, Changes])[] {
  const found = setupProblemOf(setup)?.problem.code;
  if (!found) return [];
  const lead = leadOf(planOf(setup));
  return (
    mendsOf[found]?.flatMap((mend) => {
      const changes = changesOf(mend, lead);
      const mended = changes && setupProblemOf({ ...setup, changes: { ...setup.changes, ...changes } });
      return changes && mended?.problem.code !== found ? [[mend, changes] as const] : [];
    }) ?? []
  );
}

const mendsOf: Readonly<Partial<Record<Problem["code"], readonly TaskMend[]>>> = {
  "teacher-images": ["alike", "own"],
  classes: ["afterwards", "own"],
  "uneven-classes": ["even"],
  images: ["fewer"],
  "data-few": ["fewer"],
};

function changesOf(mend: TaskMend, lead: Experiment): Changes | null {
  const tasks = tasksOf(lead);
  switch (mend) {
    case "alike":
      return tasks && tasksChanges(agreeing(tasks));
    case "own":
      return tasks && { otherTask: null };
    case "afterwards":
      return tasks && { afterwards: true };
    case "even": {
      const count = classCountOf(lead.data);
      return subsetOf(lead.data) && { training: Math.max(1, Math.round(lead.data.training / count)) * count };
    }
    case "fewer": {
      const fewer = (data: Data) => withTraining(data, data.training);
      return { ...dataChanges(fewer(lead.data)), ...(tasks ? { otherTask: fewer(tasks.other) } : {}) };
    }
    default:
      return mend satisfies never;
  }
}

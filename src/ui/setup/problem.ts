/** Which control a sentence of core speaks of, so that it can stand beside it. */
import type { Setting } from "../../client/settings.ts";

const paths: Readonly<Record<string, Setting>> = {
  "data.training": "training",
  "data.validation": "validation",
  "data.test": "test",
  "data.classes": "classes",
  "data.difficulty": "difficulty",
  "teacher.seed": "teacherSeed",
  "teacher.schedule.iterations": "teacherIterations",
  "teacher.schedule.rate": "teacherRate",
  "method.lambda": "lambda",
  "method.schedule.iterations": "fspIterations",
  "method.schedule.rate": "fspRate",
  "task.iterations": "taskIterations",
  "task.rate": "taskRate",
  "task.momentum": "momentum",
  "task.decay": "decay",
  batch: "batch",
  evaluateEvery: "evaluateEvery",
};

/** Null where the sentence is about more than one setting. */
export function settingIn(problem: string | null): Setting | null {
  const path = problem === null ? undefined : /^The setting "([^"]+)"/.exec(problem)?.[1];
  return (path !== undefined && paths[path]) || null;
}

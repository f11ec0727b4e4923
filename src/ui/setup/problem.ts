/** Which control a problem is of, so that its sentence can stand beside it, and the sentence. */
import { methodNumbers } from "../../client/method-settings.ts";
import type { Setting } from "../../client/settings.ts";
import type { PlanProblem } from "../../core/plan-problem.ts";
import type { Problem } from "../../core/problem.ts";
import type { Messages } from "../messages/messages.ts";

const paths: Readonly<Record<string, Setting>> = {
  "data.training": "training",
  "data.validation": "validation",
  "data.test": "test",
  "data.classes": "classes",
  "data.difficulty": "difficulty",
  "teacher.seed": "teacherSeed",
  "teacher.schedule.iterations": "teacherIterations",
  "teacher.schedule.rate": "teacherRate",
  "teacher.before.schedule.iterations": "firstIterations",
  "teacher.before.schedule.rate": "firstRate",
  ...Object.fromEntries(
    ["teacher.data", "teacher.before.data"].flatMap((data) =>
      ["training", "validation", "test"].map((split) => [`${data}.${split}`, "otherTask"] as const),
    ),
  ),
  "method.lambda": "lambda",
  "method.schedule.iterations": "fspIterations",
  "method.schedule.rate": "fspRate",
  ...Object.fromEntries(methodNumbers.map((key) => [`method.${key}`, key])),
  "task.iterations": "taskIterations",
  "task.rate": "taskRate",
  "task.momentum": "momentum",
  "task.decay": "decay",
  batch: "batch",
  evaluateEvery: "evaluateEvery",
};

/** Null where it is of none of them, or of more than one. */
export function settingIn(problem: Problem): Setting | null {
  if (problem.code !== "setting") return null;
  return problem.path.startsWith("method.pairLambda.") ? "pairLambda" : (paths[problem.path] ?? null);
}

export function setupSentence({ problems: words }: Messages, { problem, experiment }: PlanProblem): string {
  const why = words.sentence(problem, settingIn(problem));
  return experiment === null ? why : words.ofExperiment(experiment, why);
}

/** The rule that the control's value breaks, if the problem is of this control. */
export function ruleFor(setting: Setting, found: PlanProblem | null) {
  if (found === null || found.experiment !== null || found.problem.code !== "setting") return null;
  return settingIn(found.problem) === setting ? found.problem.rule : null;
}

/** Why a plan of the dialog cannot be trained, in a sentence that names the dialog's own field. */
import { mostExperiments, type Plan } from "../../core/experiment.ts";
import { problemOfPlan } from "../../core/plan-problem.ts";
import type { Problem } from "../../core/problem.ts";
import type { Messages } from "../messages/messages.ts";
import { setupSentence } from "../setup/problem.ts";

/** Null where it can be trained. */
export function troubleWith(messages: Messages, plan: Plan): string | null {
  const { plan: words } = messages;
  const { length } = plan.experiments;
  if (length === 0) return words.noMethod;
  if (length > mostExperiments) return words.tooMany(length, mostExperiments);
  const found = problemOfPlan(plan);
  if (!found) return null;
  return (found.experiment === null && fieldSentence(messages, found.problem)) || setupSentence(messages, found);
}

/** Null where the problem is of none of the plan's lists. */
function fieldSentence({ plan: words, problems }: Messages, problem: Problem): string | null {
  if (problem.code !== "setting") return null;
  const { path, rule } = problem;
  if (path === "sweep.rates") return words.moreRates;
  if (path === "seeds") return words.tooManySeeds;
  if (path.startsWith("seeds.")) return problems.ofField(words.seeds, rule);
  return path.startsWith("sweep.rates.") ? problems.ofField(words.rates, rule) : null;
}

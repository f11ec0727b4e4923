/** Students without a method that are as much trained as one with it: the comparisons of the paper's column of iterations. */
import type { Experiment, Schedule } from "./experiment.ts";
import { stageOneIterations } from "./methods/facts.ts";
import { stretched } from "./schedule.ts";

/** The same initial weights and batches for as many iterations of the task as the experiment has. */
export function plainWithEqualStage2(experiment: Experiment, name: string): Experiment {
  return plain(experiment, name, experiment.task);
}

/** For as many iterations as the experiment has in all, the rate's drops moved in proportion. */
export function plainWithEqualTotal(experiment: Experiment, name: string): Experiment {
  const { task } = experiment;
  return plain(experiment, name, stretched(task, task.iterations + stageOneIterations(experiment.method)));
}

function plain(experiment: Experiment, name: string, task: Schedule): Experiment {
  return { ...experiment, name, method: { kind: "none" }, task };
}

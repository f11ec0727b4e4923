import type { Experiment, Stage } from "../core/experiment.ts";
import { stageOneIterations } from "../core/methods/facts.ts";
import type { Report } from "../core/report.ts";

/** One line on stderr that says how far a run is; overwritten on a terminal, said every tenth elsewhere. */
export class ProgressLine {
  readonly #name: string;
  readonly #experiment: Experiment;
  readonly #started = performance.now();
  /** The stage and its tenth that were said last. */
  #said = "";

  constructor(name: string, experiment: Experiment) {
    this.#name = name;
    this.#experiment = experiment;
  }

  show(report: Report): void {
    if (report.type !== "step") return;
    const { stage, step, loss } = report;
    // Not from the stage's own report: a run that goes on from a checkpoint does not give it again.
    const iterations = plannedIterations(this.#experiment, stage);
    const tenth = `${stage}.${Math.floor((10 * step) / iterations)}`;
    const seconds = (performance.now() - this.#started) / 1000;
    const text = `${this.#name}: stage ${stage}, ${step} of ${iterations}, loss ${loss.toPrecision(4)}, ${seconds.toFixed(0)} s`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
    else if (tenth !== this.#said) process.stderr.write(`${text}\n`);
    this.#said = tenth;
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\n");
  }
}

function plannedIterations({ teacher, method, task }: Experiment, stage: Stage): number {
  if (stage === 0) return teacher.kind === "recipe" ? teacher.schedule.iterations : 0;
  if (stage === 1) return stageOneIterations(method);
  return task.iterations;
}

/** Another process of this program that does a plan's jobs. */
import { fork, type ChildProcess } from "node:child_process";
import { BadInput } from "../core/bad-input.ts";
import { canonicalJson } from "../core/canonical.ts";
import type { Environment, StepReport } from "../core/report.ts";
import type { JobOutcome, Task } from "./job-outcome.ts";
import { Stopped } from "./job-outcome.ts";
import type { Hand } from "./plan-queue.ts";
import { fromWorkerIn, type Employment, type FromWorker, type ToWorker } from "./worker-messages.ts";
import { workerCommand } from "./worker-process.ts";

const unknown: FromWorker = {
  type: "failed",
  message: "A process of this plan said what this one does not know; use --jobs 1.",
  isBadInput: false,
};

export type OnWorkerStep = (task: Task, step: StepReport) => void;

export class WorkerHand implements Hand {
  readonly #child: ChildProcess;
  readonly #onStep: OnWorkerStep;
  #heard: (message: FromWorker) => void = () => {};
  #died: (why: string) => void = () => {};
  /** Why there is no process any more; null while there is one. */
  #end: string | null = null;

  private constructor(child: ChildProcess, onStep: OnWorkerStep) {
    this.#child = child;
    this.#onStep = onStep;
    child.on("message", (said) => this.#heard(fromWorkerIn(said) ?? unknown));
    const ended = (why: string) => {
      this.#end ??= why;
      this.#died(why);
    };
    child.on("exit", (code, signal) => ended(signal ?? `code ${code}`));
    // It could not be started, or no longer be written to.
    child.on("error", ({ message }) => ended(message));
  }

  /** Rejects where the process computes on something else than this one, by whose `environment` the plan is known. */
  static async open(employment: Employment, environment: Environment, onStep: OnWorkerStep): Promise<WorkerHand> {
    const entry = process.argv[1]!;
    const child = fork(entry, [workerCommand], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const hand = new WorkerHand(child, onStep);
    try {
      const opened = await hand.#answer({ type: "open", employment }, "before its first job");
      if (opened.type !== "opened") throw errorIn(opened);
      if (canonicalJson(opened.environment) !== canonicalJson(environment))
        throw new Error("A process of this plan computes by other kernels than this one; use --jobs 1.");
      return hand;
    } catch (error) {
      hand.close();
      throw error;
    }
  }

  async perform(task: Task, stop: AbortSignal): Promise<JobOutcome> {
    const ask = () => this.#send({ type: "stop" });
    if (stop.aborted) throw new Stopped("asked to stop");
    stop.addEventListener("abort", ask);
    try {
      const answer = await this.#answer({ type: "perform", task }, `during ${task.job.id}`, (step) =>
        this.#onStep(task, step),
      );
      if (answer.type === "done") return answer.outcome;
      throw errorIn(answer);
    } finally {
      stop.removeEventListener("abort", ask);
    }
  }

  /** Ends the process; what it has not kept is lost. */
  close(): void {
    this.#died = () => {};
    this.#child.kill("SIGKILL");
  }

  /** The first message that is more than a step. */
  #answer(message: ToWorker, when: string, onStep: (step: StepReport) => void = () => {}): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      this.#heard = (heard) => {
        if (heard.type === "step") onStep(heard.step);
        else resolve(heard);
      };
      this.#died = (why) =>
        reject(new Error(`A process of this plan ended ${when} (${why}); the same command goes on from what it kept.`));
      if (this.#end === null) this.#send(message);
      else this.#died(this.#end);
    });
  }

  #send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message);
  }
}

function errorIn(message: FromWorker): Error {
  switch (message.type) {
    case "stopped":
      return new Stopped("asked to stop");
    case "failed":
      return message.isBadInput ? new BadInput(message.message) : new Error(message.message);
    case "opened":
    case "step":
    case "done":
      return new Error(`A process of this plan said "${message.type}" out of turn.`);
    default:
      return message satisfies never;
  }
}

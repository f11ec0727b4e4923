/** The page's hand on the training worker: makes it, commands it, ends it. */
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { Plan } from "../core/experiment.ts";
import type { Command, Event, Failure } from "../protocol/messages.ts";

/** As much of a Worker as is used here, so that a test can stand in for it. */
export interface WorkerLike {
  onmessage: ((message: MessageEvent<Event>) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
  onmessageerror: ((message: MessageEvent) => void) | null;
  postMessage(command: Command): void;
  terminate(): void;
}

export interface TrainingParts {
  readonly makeWorker: () => WorkerLike;
  /** The person at the machine may ask for a backend; a link cannot. */
  readonly backend: BackendKind | null;
  readonly engine: EngineKind;
  /** Where the lab's files lie. */
  readonly base: string;
  readonly onEvent: (event: Event) => void;
  /** Calls back again and again, until what it gives is called. */
  readonly every: (milliseconds: number, tick: () => void) => () => void;
}

/** Longer, and the engine will not come any more. */
const loadingMs = 120_000;

export class TrainingClient {
  readonly #parts: TrainingParts;
  #worker: WorkerLike | null = null;
  /** Until the first step of a start that is to make just one. */
  #stepAsked = false;
  #stopWaiting = () => {};

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** Begins the plan from its first step, and with `paused` makes just one. */
  start(plan: Plan, { paused }: { readonly paused: boolean }): void {
    this.end();
    this.#stepAsked = paused;
    let worker: WorkerLike;
    try {
      worker = this.#parts.makeWorker();
    } catch (error) {
      this.#failed({ code: "no-worker", message: reasonOf(error), problem: null });
      return;
    }
    this.#worker = worker;
    const isLate = new BadInput({ code: "engine-late", seconds: loadingMs / 1000 });
    this.#stopWaiting = this.#parts.every(loadingMs, () =>
      this.#failed({ code: "input", message: isLate.message, problem: isLate.problem }),
    );
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = (error) => {
      error.preventDefault();
      this.#failed(
        internal(
          error.message
            ? `The training worker stopped: ${error.message}`
            : "The training worker could not be loaded; reload the page.",
        ),
      );
    };
    worker.onmessageerror = () =>
      this.#failed(internal("A message of the training worker could not be read; reload the page."));
    worker.postMessage({
      type: "start",
      plan,
      backend: this.#parts.backend,
      engine: this.#parts.engine,
      base: this.#parts.base,
      paused,
    });
  }

  pause(): void {
    this.#worker?.postMessage({ type: "pause" });
  }

  resume(): void {
    this.#stepAsked = false;
    this.#worker?.postMessage({ type: "resume" });
  }

  step(): void {
    this.#worker?.postMessage({ type: "step" });
  }

  /** False where there is no worker to ask. */
  look(command: Extract<Command, { type: "look" }>): boolean {
    this.#worker?.postMessage(command);
    return this.#worker !== null;
  }

  /** Ends the worker; the next start makes another. */
  end(): void {
    this.#stopWaiting();
    if (!this.#worker) return;
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.onmessageerror = null;
    this.#worker.terminate();
    this.#worker = null;
  }

  #heard(event: Event): void {
    // It is there, and says itself what goes wrong from here on.
    this.#stopWaiting();
    // Held before the first step, with everything loaded: now it can be made.
    if (this.#stepAsked && event.type === "paused") {
      this.#stepAsked = false;
      this.step();
      return;
    }
    if (event.type === "reports" && event.reports.some(({ type }) => type === "step")) this.#stepAsked = false;
    this.#parts.onEvent(event);
    // One that has finished still answers looks.
    if (event.type === "failed") this.end();
  }

  #failed(failure: Failure): void {
    this.end();
    this.#parts.onEvent({ type: "failed", ...failure });
  }
}

function internal(message: string): Failure {
  return { code: "internal", message, problem: null };
}

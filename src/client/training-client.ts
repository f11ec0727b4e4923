/** The page's hand on the training worker: makes it, commands it, ends it, and begins another where it broke off. */
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { Plan } from "../core/experiment.ts";
import type { Problem } from "../core/problem.ts";
import { sentenceOf } from "../core/problem-text.ts";
import type { RunKey } from "../core/report.ts";
import { eventIn } from "../protocol/events.ts";
import type { AskedBackend, Command, Event, Failure, FailureCode } from "../protocol/messages.ts";
import { Watchdog, type Standstill } from "./watchdog.ts";
import { misunderstood } from "./worker-problem.ts";

/** As much of a Worker as is used here, so that a test can stand in for it. */
export interface WorkerLike {
  onmessage: ((message: MessageEvent<unknown>) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
  onmessageerror: ((message: MessageEvent) => void) | null;
  postMessage(command: Command): void;
  terminate(): void;
}

/** What the worker says, and what the page does where it says nothing any more. */
export type ClientEvent =
  | Event
  /** Another worker goes on from the last checkpoint. */
  | { readonly type: "recovering"; readonly code: FailureCode }
  /** Page and worker did nothing for a while; what trained goes on. */
  | ({ readonly type: "stood" } & Standstill);

export interface TrainingParts {
  readonly makeWorker: () => WorkerLike;
  /** The person at the machine may ask for a backend; a link cannot. */
  readonly backend: BackendKind | null;
  readonly engine: EngineKind;
  /** Where the lab's files lie. */
  readonly base: string;
  /** The images of a plan that no storage keeps. */
  readonly givenSets: (plan: Plan) => Extract<Command, { type: "give" }>["sets"];
  readonly onEvent: (event: ClientEvent) => void;
  /** Calls back again and again, until what it gives is called. */
  readonly every: (milliseconds: number, tick: () => void) => () => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

type Start = Extract<Command, { type: "start" }>;

export interface Beginning extends Pick<Start, "plan" | "paused" | "keep" | "order" | "branch"> {
  /** Null: as the address says, else as the worker chooses. */
  readonly backend: AskedBackend | null;
}

/** Longer, and the engine will not come any more. */
const loadingMs = 120_000;

/** What another worker may be spared. */
const mendable: readonly FailureCode[] = ["gpu", "thread"];

export class TrainingClient {
  readonly #parts: TrainingParts;
  readonly #watchdog: Watchdog;
  #worker: WorkerLike | null = null;
  #beginning: Beginning | null = null;
  /** Until the first step of a start that is to make just one. */
  #stepAsked = false;
  #isPaused = false;
  /** Paused or finished: what it says then, while it is looked into, promises nothing more. */
  #rests = false;
  #isSaved = false;
  #hasRecovered = false;
  /** For the layer that broke: "last" where the worker has nothing else to say. */
  #search: "none" | "begun" | "last" = "none";
  #kind: BackendKind | null = null;
  #stopWaiting = () => {};

  constructor(parts: TrainingParts) {
    this.#parts = parts;
    const { every, clock, onEvent } = parts;
    this.#watchdog = new Watchdog({
      every,
      clock,
      onSilent: () => this.#brokenOff(internal({ code: "worker", fault: "silent" }), true),
      onStood: (standstill) => onEvent({ type: "stood", ...standstill }),
    });
  }

  /** Begins a plan, and with `paused` makes just one step; or goes on where it was interrupted. */
  start(beginning: Beginning): void {
    this.#hasRecovered = false;
    this.#stepAsked = beginning.paused;
    this.#begin(beginning);
  }

  #begin(beginning: Beginning): void {
    this.end();
    this.#beginning = beginning;
    this.#isPaused = beginning.paused;
    this.#rests = false;
    this.#isSaved = false;
    this.#search = "none";
    this.#kind = null;
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
    worker.onmessage = ({ data }) => {
      const event = eventIn(data);
      if (event) this.#heard(event);
      else this.#failed(internal(misunderstood));
    };
    worker.onerror = (error) => {
      error.preventDefault();
      const { message: reason } = error;
      const problem: Problem = reason ? { code: "worker-stopped", reason } : { code: "worker", fault: "unloaded" };
      this.#brokenOff(internal(problem), true);
    };
    worker.onmessageerror = () => this.#failed(internal(misunderstood));
    const { backend, engine, base, givenSets } = this.#parts;
    const sets = givenSets(beginning.plan);
    if (sets.length > 0) worker.postMessage({ type: "give", sets });
    const asked = beginning.backend ?? (backend && { kind: backend, reason: "asked" as const });
    worker.postMessage({ type: "start", ...beginning, backend: asked, engine, base });
  }

  pause(): void {
    this.#worker?.postMessage({ type: "pause" });
  }

  resume(): void {
    this.#stepAsked = false;
    this.#worker?.postMessage({ type: "resume" });
  }

  step(): void {
    this.#rests = false;
    this.#worker?.postMessage({ type: "step" });
  }

  /** The runs to make from here on, in their order. */
  reorder(order: readonly RunKey[]): void {
    this.#worker?.postMessage({ type: "order", order });
  }

  /** False where there is no worker to ask. */
  look(command: Extract<Command, { type: "look" }>): boolean {
    this.#worker?.postMessage(command);
    return this.#worker !== null;
  }

  /** Ends the worker; the next start makes another. */
  end(): void {
    this.#stopWaiting();
    this.#watchdog.rest();
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
    this.#noted(event);
    // Held before the first step, with everything loaded: now it can be made.
    if (this.#stepAsked && event.type === "paused") {
      this.#stepAsked = false;
      this.step();
      return;
    }
    if (event.type === "reports" && event.reports.some(({ type }) => type === "step")) this.#stepAsked = false;
    if (event.type === "diverged") this.#search = "begun";
    if (event.type === "failed" && event.code === "not-finite" && this.#search === "begun") {
      // It goes on to say which layer broke; another worker would come to the same numbers.
      this.#search = "last";
      this.#watchdog.rest();
      this.#beginning = null;
      this.#parts.onEvent(event);
    } else if (event.type === "failed") this.#brokenOff(event, mendable.includes(event.code));
    else this.#parts.onEvent(event);
    if (event.type !== "located") return;
    if (this.#search === "last") this.end();
    this.#search = "none";
  }

  /** What a worker that takes this one's place must know, and whether this one is to be heard now and then. */
  #noted(event: Event): void {
    if (event.type === "saving") this.#isSaved = event.trouble === null;
    if (event.type === "backend") this.#kind = event.backend.kind;
    if (event.type === "paused" || event.type === "finished") {
      this.#isPaused = event.type === "paused";
      this.#rests = true;
      this.#watchdog.rest();
    } else if (event.type === "training") {
      this.#isPaused = false;
      this.#rests = false;
    }
    if (this.#rests) return;
    if (event.type === "training" || event.type === "reports" || event.type === "alive") this.#watchdog.watch();
    else if (event.type === "backend" || event.type === "loading" || event.type === "begun")
      this.#watchdog.watchLoading();
  }

  /** Once for each start, and only where there is something to go on from. */
  #brokenOff(failure: Failure, isMendable: boolean): void {
    const beginning = this.#beginning;
    if (!isMendable || !beginning || !this.#isSaved || this.#hasRecovered) return this.#failed(failure);
    this.#hasRecovered = true;
    const [kind, paused] = [this.#kind, this.#isPaused];
    this.#parts.onEvent({ type: "recovering", code: failure.code });
    this.#begin({
      ...beginning,
      paused,
      backend: kind && { kind, reason: "resumed" },
      keep: { ...beginning.keep, resumes: true },
      order: null,
    });
  }

  #failed(failure: Failure): void {
    this.end();
    const { code, message, problem } = failure;
    this.#parts.onEvent({ type: "failed", code, message, problem });
  }
}

function internal(problem: Problem): Failure {
  return { code: "internal", message: sentenceOf(problem), problem };
}

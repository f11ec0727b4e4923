/** What the page and the training worker say to each other. Each message carries exactly its own payload. */
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import type { BrokenLayer } from "../core/divergence.ts";
import type { Document, Plan } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { Look, LookAnswer, LookFailure } from "../core/look.ts";
import type { RunMoment } from "../core/moment.ts";
import type { Problem } from "../core/problem.ts";
import type { Environment, Report, RunKey } from "../core/report.ts";
import type { RunEnd } from "../core/run-end.ts";
import type { StorageTroubleCode } from "../core/storage-trouble.ts";
import type { Branch, Divergence } from "./divergence.ts";

/** From the page. A worker serves one `start`; to begin anew the page ends it and makes another. */
export type Command =
  | {
      readonly type: "start";
      readonly plan: Plan;
      /** Null: the worker chooses. */
      readonly backend: AskedBackend | null;
      readonly engine: EngineKind;
      /** Stops after the first step. */
      readonly paused: boolean;
      /** The page's own address, which the lab's files lie beside. */
      readonly base: string;
      readonly keep: Keep;
      /** The runs to make, in their order; null where it goes on: as it was kept. One that had ended makes the skipped ones that are named. */
      readonly order: readonly RunKey[] | null;
      /** Where its first unfinished run begins; null: at its beginning. What `keep` resumes goes before it. */
      readonly branch: Branch | null;
    }
  /** The runs to make, in their order, those that have ended among them; the plan's others are skipped, also one in its middle. */
  | { readonly type: "order"; readonly order: readonly RunKey[] }
  /** Sets of images that no storage keeps; before `start`. */
  | { readonly type: "give"; readonly sets: readonly { readonly sha256: string; readonly images: ImageSet }[] }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** One training step, then paused again. */
  | { readonly type: "step" }
  /**
   * Asks for something of one run; `looked` or `lookRefused` answers with the same id, between two training steps, while
   * paused, or after the last run. A later look with the same slot (`slotOf`) takes the place of one not answered yet.
   */
  | { readonly type: "look"; readonly id: number; readonly run: RunKey; readonly look: Look };

/** How a training is kept in this browser. */
export interface Keep {
  readonly id: string;
  /** What it is a training of. */
  readonly document: Document;
  /** Goes on from the last checkpoint under this id, or from the beginning where there is none. */
  readonly resumes: boolean;
}

export interface AskedBackend {
  readonly kind: BackendKind;
  /** In the address; because the run began on it; or by the person, when another one failed. */
  readonly reason: "asked" | "resumed" | "chosen";
}

/** Why this backend was chosen. */
export type BackendReason =
  | AskedBackend["reason"]
  | "hardware"
  | "no-api"
  | "no-adapter"
  | "software-adapter"
  | "no-device";

export interface BackendNotice {
  readonly kind: BackendKind;
  readonly adapter: string | null;
  readonly software: boolean;
  readonly reason: BackendReason;
  /** How many threads compute, and what keeps it from being more; null where it is not threads that do. */
  readonly threads: ThreadNotice | null;
}

export interface ThreadNotice {
  readonly count: number;
  /** The page may not share memory between threads, or the workers that it started for them did not come. */
  readonly trouble: "not-isolated" | "not-started" | null;
}

export type FailureCode =
  /** The device was lost or reported an error: nothing computed since is shown. */
  | "gpu"
  | "no-wasm"
  | "no-simd"
  /** The browser lets the page start no worker. */
  | "no-worker"
  /** A thread broke off in the middle of its work. */
  | "thread"
  /** The memory that the browser gives is used up. */
  | "memory"
  /** A loss became infinite or NaN. */
  | "not-finite"
  /** What was given cannot be used; the event's `problem` says why. */
  | "input"
  | "internal";

export interface Failure {
  readonly code: FailureCode;
  /** Why, in English. */
  readonly message: string;
  /** The same with its values, for the screen's own words; null where the code says enough. */
  readonly problem: Problem | null;
}

/** From the worker. */
export type Event =
  | { readonly type: "backend"; readonly backend: BackendNotice }
  | { readonly type: "loading"; readonly what: "images" | "teacher"; readonly done: number; readonly total: number }
  /** Reports of one run, in order, gathered for at most 100 ms. */
  | { readonly type: "reports"; readonly run: RunKey; readonly reports: readonly Report[] }
  /** `resumed`: from a checkpoint; all that was reported before that follows once more, and nothing else counts. */
  | { readonly type: "begun"; readonly environment: Environment; readonly resumed: boolean }
  /** Behind the reports of a training that goes on: the runs to make, and those that have ended. */
  | { readonly type: "queue"; readonly order: readonly RunKey[]; readonly ends: readonly RunEnd[] }
  /** A run or a trial has ended. */
  | { readonly type: "ended"; readonly end: RunEnd }
  /** Runs or trials that were left in their middle begin anew: nothing that was said of them counts. */
  | { readonly type: "returning"; readonly runs: readonly RunKey[] }
  /** Whether what is reported is being kept; null: it is. */
  | { readonly type: "saving"; readonly trouble: StorageTroubleCode | null }
  /** Said at once when `pause` arrives; the step in progress still ends and is reported. */
  | { readonly type: "pausing" }
  /** No step is in progress any more. */
  | { readonly type: "paused" }
  | { readonly type: "training" }
  /** The weights of a moment are kept, and those of others are not any more. */
  | { readonly type: "snapshot"; readonly kept: RunMoment; readonly dropped: readonly RunMoment[] }
  /** The answer's arrays are handed over, not copied. */
  | { readonly type: "looked"; readonly id: number; readonly answer: LookAnswer }
  | { readonly type: "lookRefused"; readonly id: number; readonly code: LookFailure; readonly message: string }
  /** Where a long evaluation has nothing else to say. */
  | { readonly type: "alive" }
  /** All runs have ended; the worker goes on to answer looks until the page ends it. */
  | { readonly type: "finished" }
  | ({ readonly type: "failed" } & Failure)
  /** A run's numbers stopped being finite: a plan goes on behind it, a run alone fails by a message of its own. */
  | { readonly type: "diverged"; readonly divergence: Divergence }
  /** Behind that: so many of at most `total` iterations are replayed, to see which layer broke first. */
  | { readonly type: "searching"; readonly done: number; readonly total: number }
  /** The last that is said of it. `layer` is null where none broke in the replay, or where that was not `isSearched` to its end. */
  | { readonly type: "located"; readonly layer: BrokenLayer | null; readonly isSearched: boolean };

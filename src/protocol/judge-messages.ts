/** What the page and a training worker that trains nothing say to each other: how networks that have ended answer together. */
import type { EngineKind } from "../core/backend-kind.ts";
import type { Experiment } from "../core/experiment.ts";
import type { AskedBackend, Command, Event, Failure } from "./messages.ts";

/** From the page, in place of `start`; the sets of images that no storage keeps go before it. */
export type JudgeCommand =
  | Extract<Command, { type: "give" }>
  | {
      readonly type: "judge";
      /** Null: the worker chooses. */
      readonly backend: AskedBackend | null;
      readonly engine: EngineKind;
      /** The page's own address, which the lab's files lie beside. */
      readonly base: string;
      /** Which images its students see, and what network they are. */
      readonly experiment: Experiment;
      /** The students' safetensors files, two at least. */
      readonly students: readonly Uint8Array[];
    };

/** From the worker, which the page ends behind the last of them. */
export type JudgeEvent =
  /** Of the students, so many have answered. */
  | { readonly type: "judging"; readonly done: number }
  /** Test accuracy as fractions: of each student alone, in their order, and by the mean of their answers. */
  | { readonly type: "judged"; readonly alone: readonly number[]; readonly together: number }
  | ({ readonly type: "failed" } & Failure)
  /** That it goes on, from what it shares with training. */
  | Extract<Event, { type: "alive" | "loading" }>;

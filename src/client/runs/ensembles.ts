/** What the networks of finished runs answer together, which a worker finds out from their kept weights. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { reasonOf } from "../../core/bad-input.ts";
import { studentNetwork } from "../../core/build-network.ts";
import { toPlan } from "../../core/document.ts";
import { costsOf } from "../../core/network.ts";
import type { Problem } from "../../core/problem.ts";
import { sentenceOf } from "../../core/problem-text.ts";
import { ensembleCost, type NetworkCost } from "../../core/statistics/ensemble-cost.ts";
import { judgeEventIn } from "../../protocol/events.ts";
import type { JudgeCommand, JudgeEvent } from "../../protocol/judge-messages.ts";
import type { Failure } from "../../protocol/messages.ts";
import type { LabStorage } from "../../storage/lab-storage.ts";
import { studentKey } from "../../storage/trainings.ts";
import { StorageTrouble } from "../../storage/trouble.ts";
import type { TrainingParts } from "../training-client.ts";
import { misunderstood, scriptMissing } from "../worker-problem.ts";
import type { RunGroup } from "./groups.ts";
import type { RunRecord } from "./run-records.ts";

/** As much of a Worker as is used here, so that a test can stand in for it. */
export interface JudgeWorker {
  onmessage: ((message: MessageEvent<unknown>) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
  postMessage(command: JudgeCommand): void;
  terminate(): void;
}

export interface EnsemblesParts extends Pick<TrainingParts, "backend" | "engine" | "base" | "givenSets"> {
  readonly storage: LabStorage;
  readonly makeJudge: () => JudgeWorker;
}

export type Ensemble =
  /** Of its networks, so many have answered. */
  | { readonly status: "judging"; readonly done: number }
  /** Test accuracy as fractions: the mean of each network's, and theirs together. */
  | { readonly status: "judged"; readonly alone: number; readonly together: number }
  /** Seeds whose networks are kept nowhere. */
  | { readonly status: "lost"; readonly seeds: readonly number[] }
  | ({ readonly status: "failed" } & Failure);

/** By `ensembleKey`. */
export type EnsemblesState = Readonly<Record<string, Ensemble>>;

export class Ensembles {
  readonly store: StoreApi<EnsemblesState> = createStore<EnsemblesState>(() => ({}));
  readonly #parts: EnsemblesParts;
  #asked = new AbortController();

  constructor(parts: EnsemblesParts) {
    this.#parts = parts;
  }

  /** One group after another, but for those of which it is known. What was asked for before is given up. */
  async judge(groups: readonly RunGroup[]): Promise<void> {
    this.stop();
    const { signal } = (this.#asked = new AbortController());
    for (const group of groups) {
      const key = ensembleKey(group);
      if (signal.aborted) return;
      if (!canAnswerTogether(group) || this.store.getState()[key]?.status === "judged") continue;
      this.#say(key, { status: "judging", done: 0 });
      const found = await this.#ensembleOf(group, signal);
      // Whoever stopped it has said so, and may have asked anew since.
      if (!found || signal.aborted) return;
      this.#say(key, found);
    }
  }

  /** Those that have not answered to the end are not heard of. */
  stop(): void {
    this.#asked.abort();
    const known = Object.entries(this.store.getState()).filter(([, { status }]) => status !== "judging");
    this.store.setState(Object.fromEntries(known), true);
  }

  /** Null where it was stopped. */
  async #ensembleOf(group: RunGroup, signal: AbortSignal): Promise<Ensemble | null> {
    const files = await this.#studentsOf(group.counted);
    const students = group.counted.flatMap(({ key }) => files.get(key) ?? []);
    const lost = group.counted.filter(({ key }) => !files.has(key));
    if (lost.length > 0) return { status: "lost", seeds: lost.map(({ run }) => run.seed) };
    return signal.aborted ? null : this.#judged(group, students, signal);
  }

  /** By the keys of the runs; without those that are not kept, or cannot be read. */
  async #studentsOf(records: readonly RunRecord[]): Promise<Map<string, Uint8Array>> {
    const students = new Map<string, Uint8Array>();
    try {
      for (const id of new Set(records.map(({ training }) => training.id))) {
        const networks = await this.#parts.storage.trainings.networks(id);
        for (const { key, training, run } of records) {
          const student = training.id === id ? networks.get(studentKey(run)) : undefined;
          if (student) students.set(key, student.bytes);
        }
      }
    } catch (error) {
      if (!(error instanceof StorageTrouble)) throw error;
    }
    return students;
  }

  #judged(group: RunGroup, students: readonly Uint8Array[], signal: AbortSignal): Promise<Ensemble | null> {
    const { makeJudge, backend, engine, base, givenSets } = this.#parts;
    const { experiment } = group.counted[0]!;
    let worker: JudgeWorker;
    try {
      worker = makeJudge();
    } catch (error) {
      return Promise.resolve({ status: "failed", code: "no-worker", message: reasonOf(error), problem: null });
    }
    const judged = new Promise<Ensemble | null>((resolve) => {
      worker.onmessage = ({ data }) => {
        const event = judgeEventIn(data);
        switch (event?.type) {
          case undefined:
            resolve(refused(misunderstood));
            break;
          case "judging":
            this.#say(ensembleKey(group), { status: "judging", done: event.done });
            break;
          case "judged":
          case "failed":
            resolve(ensembleIn(event));
            break;
          case "alive":
          case "loading":
            break;
          default:
            event satisfies never;
        }
      };
      worker.onerror = ({ message }) => resolve(message ? failed(message) : refused(scriptMissing));
      signal.addEventListener("abort", () => resolve(null));
    });
    const sets = givenSets(toPlan(experiment));
    if (sets.length > 0) worker.postMessage({ type: "give", sets });
    const asked = backend && { kind: backend, reason: "asked" as const };
    worker.postMessage({ type: "judge", backend: asked, engine, base, experiment, students });
    return judged.finally(() => worker.terminate());
  }

  #say(key: string, ensemble: Ensemble): void {
    this.store.setState({ [key]: ensemble });
  }
}

const failed = (message: string): Ensemble => ({ status: "failed", code: "internal", message, problem: null });

const refused = (problem: Problem): Ensemble => ({
  status: "failed",
  code: "input",
  message: sentenceOf(problem),
  problem,
});

/** Of no other runs. */
export function ensembleKey({ counted }: RunGroup): string {
  return JSON.stringify(counted.map(({ key }) => key));
}

/** Two networks at least, which answer the same question. */
export function canAnswerTogether({ counted, isOneSetting }: RunGroup): boolean {
  return isOneSetting && counted.length >= 2;
}

/** Of all its networks together. */
export function costOfGroup({ counted }: RunGroup): NetworkCost {
  return ensembleCost(
    counted.flatMap(({ end, experiment }) => {
      if (end?.how.kind !== "finished") return [];
      const { iterations } = end.how.result;
      return {
        iterations: iterations.fsp + iterations.task,
        seconds: end.times[1].seconds + end.times[2].seconds,
        parameters: costsOf(studentNetwork(experiment)).parameters,
      };
    }),
  );
}

function ensembleIn(event: Extract<JudgeEvent, { type: "judged" | "failed" }>): Ensemble {
  if (event.type === "failed") {
    const { code, message, problem } = event;
    return { status: "failed", code, message, problem };
  }
  const { alone, together } = event;
  return { status: "judged", alone: alone.reduce((sum, value) => sum + value, 0) / alone.length, together };
}

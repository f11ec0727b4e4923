/** Files from elsewhere, as the page deals with them: what is being read, what was found, which images are kept. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { Damage } from "../core/data-fault.ts";
import type { Plan, StoredData } from "../core/experiment.ts";
import type { FoundImages } from "../core/found-images.ts";
import type { HubOrder, HubSet } from "../core/hub.ts";
import { hubName } from "../core/hub.ts";
import type { ImageSet } from "../core/images.ts";
import type { LabFiles } from "../core/lab-files.ts";
import type { Problem } from "../core/problem.ts";
import type { SetOutline } from "../core/stored-choice.ts";
import { storedIn } from "../core/stored-choice.ts";
import { importEventIn } from "../protocol/import-schema.ts";
import type { ImportCommand, ImportEvent, ImportProgress } from "../protocol/import-messages.ts";
import type { Given } from "./dropped-files.ts";
import { misunderstood, scriptMissing } from "./worker-problem.ts";

/** As much of a Worker as is used here, so that a test can stand in for it. */
export interface ImportWorker {
  onmessage: ((message: MessageEvent<unknown>) => void) | null;
  onerror: ((error: ErrorEvent) => void) | null;
  postMessage(command: ImportCommand): void;
  terminate(): void;
}

export interface ImportParts {
  readonly makeWorker: () => ImportWorker;
  /** Calls back again and again, until what it gives is called. */
  readonly every: (milliseconds: number, tick: () => void) => () => void;
  /** What this browser keeps. */
  readonly keptSets: () => Promise<readonly SetOutline[]>;
  readonly dropSet: (sha256: string) => Promise<void>;
  /** What a worker that was ended has written of it, unless it is whole. */
  readonly dropUnfinished: (sha256: string) => Promise<void>;
  readonly takeLabFiles: (files: LabFiles) => Promise<Taken>;
  /** What was taken is on the page, behind the dialogs that are open. */
  readonly uncover: () => void;
}

/** What became of the lab's own files: on screen, what the set-up asked for, kept for later, or not even that. */
export type Taken = "shown" | "asked" | "kept" | "unkept";

type KeptKind = Exclude<LabFiles["kind"], "set-up">;

export type ImportTask =
  | { readonly status: "none" }
  | { readonly status: "working"; readonly name: string; readonly progress: ImportProgress | null }
  /** What the hub has of a set. */
  | { readonly status: "listed"; readonly id: string; readonly sets: readonly HubSet[] }
  | { readonly status: "found"; readonly found: FoundImages }
  /** The lab's own files came, and are kept; a training that is under way stays on screen. */
  | { readonly status: "taken"; readonly name: string; readonly kind: KeptKind; readonly count: number }
  | { readonly status: "refused"; readonly name: string; readonly problem: Problem };

export interface ImportState {
  /** Whether the person is dealing with images now. */
  readonly open: boolean;
  readonly task: ImportTask;
  /** Null until it was looked up. */
  readonly kept: readonly SetOutline[] | null;
}

/** A worker that says nothing for so long does not come back; the hub's silence, which it reports itself, is shorter. */
const silenceMs = 45_000;
const tickMs = 1000;

export class Imports {
  readonly store: StoreApi<ImportState>;
  readonly #parts: ImportParts;
  /** By hash, what no storage keeps: it goes to the training worker with the run. */
  readonly #unkept = new Map<string, FoundImages>();
  #worker: ImportWorker | null = null;
  /** What the worker is writing. */
  #keeping: string | null = null;
  #stopWatching = () => {};

  constructor(parts: ImportParts) {
    this.#parts = parts;
    this.store = createStore<ImportState>(() => ({ open: false, task: { status: "none" }, kept: null }));
  }

  /** Looks up what is kept. */
  async look(): Promise<void> {
    const unkept = [...this.#unkept.values()].map(({ outline }) => outline);
    const kept = (await this.#parts.keptSets()).filter(({ sha256 }) => !this.#unkept.has(sha256));
    this.store.setState({ kept: [...unkept, ...kept] });
  }

  open(): void {
    this.store.setState({ open: true });
    void this.look();
  }

  /** Ends what is going on. */
  close(): void {
    this.cancel();
    this.store.setState({ open: false });
  }

  /** Ends what is going on, or leaves what was found. */
  cancel(): void {
    this.#end();
    this.store.setState({ task: { status: "none" } });
  }

  /** Reads what was given; rejects never. */
  async give(gathering: Promise<Given>): Promise<void> {
    this.open();
    this.cancel();
    const gathered: ImportTask = { status: "working", name: "…", progress: null };
    this.store.setState({ task: gathered });
    const isStill = () => this.store.getState().task === gathered;
    try {
      const { name, files } = await gathering;
      if (isStill()) this.#begin(name, { type: "read", name, files });
    } catch (error) {
      if (isStill()) this.#refused("", error instanceof BadInput ? error.problem : broken("", foreign(error)));
    }
  }

  list(id: string): void {
    this.#begin(id, { type: "list", id });
  }

  fetch(order: HubOrder): void {
    this.#begin(hubName(order), { type: "fetch", order });
  }

  /** Shows a set again. */
  show({ name, sha256 }: Pick<SetOutline, "name" | "sha256">): void {
    const found = this.#unkept.get(sha256);
    if (found) this.store.setState({ task: { status: "found", found } });
    else this.#begin(name, { type: "open", name, sha256 });
  }

  async drop(sha256: string): Promise<void> {
    this.#unkept.delete(sha256);
    await this.#parts.dropSet(sha256);
    await this.look();
  }

  /** The sets of a plan that no storage keeps, for its training worker. */
  unkeptFor(plan: Plan): readonly { readonly sha256: string; readonly images: ImageSet }[] {
    return storedSets(plan).flatMap(({ sha256 }) => {
      const images = this.#unkept.get(sha256)?.unkept?.images;
      return images ? [{ sha256, images }] : [];
    });
  }

  #begin(name: string, command: ImportCommand): void {
    this.#end();
    this.store.setState({ task: { status: "working", name, progress: null } });
    try {
      this.#worker = this.#parts.makeWorker();
    } catch (error) {
      this.#refused(name, broken(name, foreign(error)));
      return;
    }
    const worker = this.#worker;
    let silent = 0;
    worker.onmessage = ({ data }) => {
      silent = 0;
      const event = importEventIn(data);
      if (event) this.#heard(name, event);
      else this.#refused(name, misunderstood);
    };
    worker.onerror = (error) => {
      error.preventDefault();
      const { message } = error;
      this.#refused(name, message ? broken(name, { why: "foreign", reason: message }) : scriptMissing);
    };
    this.#stopWatching = this.#parts.every(tickMs, () => {
      silent += tickMs;
      if (silent >= silenceMs) this.#refused(name, broken(name, { why: "silent", seconds: silenceMs / 1000 }));
    });
    worker.postMessage(command);
  }

  #heard(name: string, event: ImportEvent): void {
    switch (event.type) {
      case "progress":
        this.store.setState({ task: { status: "working", name, progress: event.progress } });
        break;
      case "keeping":
        this.#keeping = event.sha256;
        break;
      case "listed":
        this.#end();
        this.store.setState({ task: { status: "listed", id: name, sets: event.sets } });
        break;
      case "lab-files":
        this.#end();
        void this.#taken(name, event.files);
        break;
      case "packed":
        break;
      case "found":
        this.#keeping = null;
        this.#end();
        this.#found(event.found);
        break;
      case "refused":
        this.#refused(name, event.problem);
        break;
      case "failed":
        this.#refused(name, broken(name, { why: "foreign", reason: event.reason }));
        break;
      default:
        event satisfies never;
    }
  }

  async #taken(name: string, files: LabFiles): Promise<void> {
    const { task } = this.store.getState();
    let taken: Taken;
    try {
      taken = await this.#parts.takeLabFiles(files);
    } catch (error) {
      this.#refused(name, broken(name, foreign(error)));
      return;
    }
    // Another file was given meanwhile, or nobody waits any more.
    if (this.store.getState().task !== task) return;
    if (taken === "kept" && files.kind !== "set-up")
      this.store.setState({ task: { status: "taken", name, kind: files.kind, count: countIn(files) } });
    else this.close();
    if (taken === "shown") this.#parts.uncover();
  }

  #found(found: FoundImages): void {
    if (found.unkept) this.#unkept.set(found.outline.sha256, found);
    this.store.setState({ task: { status: "found", found } });
    void this.look();
  }

  #refused(name: string, problem: Problem): void {
    this.#end();
    this.store.setState({ task: { status: "refused", name, problem } });
  }

  #end(): void {
    this.#stopWatching();
    this.#stopWatching = () => {};
    if (!this.#worker) return;
    this.#worker.onmessage = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.#worker = null;
    // What it had written is no whole set.
    if (this.#keeping !== null) void this.#parts.dropUnfinished(this.#keeping);
    this.#keeping = null;
  }
}

/** Each set that a plan learns from, once. */
export function storedSets(plan: Plan): readonly StoredData[] {
  const all = plan.experiments.flatMap(storedIn);
  return all.filter(({ sha256 }, index) => all.findIndex((other) => other.sha256 === sha256) === index);
}

/** Those of a plan that are not here; none before it was looked up what is. */
export function missingSets(plan: Plan, kept: ImportState["kept"]): readonly StoredData[] {
  if (kept === null) return [];
  return storedSets(plan).filter(({ sha256 }) => !kept.some((one) => one.sha256 === sha256));
}

/** Of runs, or of teachers. */
function countIn(files: Extract<LabFiles, { kind: KeptKind }>): number {
  return files.kind === "teachers"
    ? files.teachers.length
    : files.trainings.reduce((sum, { file }) => sum + file.runs.length, 0);
}

function broken(file: string, damage: Damage): Problem {
  return { code: "data-file", file, place: null, fault: { kind: "damaged", form: null, damage } };
}

function foreign(error: unknown): Damage {
  return { why: "foreign", reason: reasonOf(error) };
}

/** What this browser keeps of the lab: set-ups, trainings, teachers. Where it keeps nothing, all else goes on. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { BundledTraining } from "../core/bundle.ts";
import { toPlan } from "../core/document.ts";
import { endsIn } from "../core/ends-in.ts";
import type { Document } from "../core/experiment.ts";
import type { RecordedRun, Recording } from "../core/recording.ts";
import type { Environment, Report } from "../core/report.ts";
import type { StorageTroubleCode } from "../core/storage-trouble.ts";
import type { LabStorage } from "../storage/lab-storage.ts";
import { freeTraining } from "../storage/locks.ts";
import { runFileText, type RunFile } from "../core/run-file.ts";
import { StorageTrouble } from "../storage/trouble.ts";
import type { EarlierTraining, SavedState } from "./kept-lists.ts";
import { keptLists } from "./kept-lists.ts";
import { KeptTeachers } from "./kept-teachers.ts";
import { viewKey } from "./phases.ts";
import { RunCurves } from "./runs/run-curves.ts";
import { SetupKeeper } from "./setup-keeper.ts";
import { idOfFile, takenNetworks, takenRecord } from "./taken-training.ts";
import type { ClientEvent } from "./training-client.ts";
import { Visit } from "./visit.ts";

export interface SavedParts {
  readonly storage: LabStorage;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
  readonly every: (milliseconds: number, tick: () => void) => () => void;
}

/** What the page itself knows of the training on screen, for a file of it where nothing is saved. */
interface Current {
  readonly id: string;
  readonly document: Document;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  environment: Environment | null;
  readonly runs: Map<string, { readonly run: RecordedRun["run"]; readonly reports: Report[] }>;
}

export class Saved {
  readonly store: StoreApi<SavedState>;
  readonly setups: SetupKeeper;
  readonly teachers: KeptTeachers;
  /** Of runs that are kept. */
  readonly curves: RunCurves;
  readonly #parts: SavedParts;
  readonly #watched = new Set<string>();
  readonly #visit = new Visit();
  #current: Current | null = null;
  #opened: { readonly id: string; readonly file: RunFile } | null = null;
  #refreshing: Promise<void> | null = null;
  #isStale = false;

  constructor(parts: SavedParts) {
    this.#parts = parts;
    const { storage, clock, newId, every } = parts;
    this.store = createStore<SavedState>(() => ({
      trouble: null,
      visit: [],
      trainings: [],
      experiments: [],
      teachers: [],
      unreadable: 0,
    }));
    this.curves = new RunCurves(async (id) => (await this.fileOf(id))?.runs ?? []);
    const guarded = (act: () => Promise<void>) => this.#guarded(act);
    this.teachers = new KeptTeachers({ storage, clock, guarded, refresh: () => this.refresh() });
    this.setups = new SetupKeeper({ experiments: storage.experiments, clock, newId, every, guarded });
  }

  /** Reads anew what is kept; asked for while it reads, it reads once more. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= this.#refreshed().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refreshed(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.#guarded(async () => {
        const lists = await keptLists(this.#parts.storage);
        const { trouble } = this.store.getState();
        // A disk that is full can be read all the same; of a training it is its worker that says what is kept.
        const isOver = trouble !== "full" && this.#current === null;
        this.store.setState({ ...lists, trouble: isOver ? null : trouble });
        void this.#addEnds(lists.trainings);
        for (const { id, isHeld } of lists.trainings) if (isHeld) void this.#watch(id);
      });
    }
  }

  /** An older lab did not write down how runs ended: their reports say it. */
  async #addEnds(trainings: readonly EarlierTraining[]): Promise<void> {
    for (const training of trainings) {
      if (training.ends || training.isHeld || training.chunks === 0) continue;
      const recording = await this.recordingOf(training);
      if (!recording) continue;
      const ends = endsIn(recording);
      await this.#guarded(() => this.#parts.storage.trainings.change(training.id, { ends }));
    }
  }

  /** Whoever trains it may end at any time, by a crash too. */
  async #watch(id: string): Promise<void> {
    if (this.#watched.has(id)) return;
    this.#watched.add(id);
    await freeTraining(id);
    this.#watched.delete(id);
    await this.refresh();
  }

  /** Under which id a training is kept that begins now. */
  beginTraining(document: Document, id = this.#parts.newId()): string {
    this.#current = { id, document, begunAt: this.#parts.clock(), environment: null, runs: new Map() };
    return id;
  }

  /** The person has left the training on screen: it is not offered again by itself. */
  leaveTraining(): void {
    const current = this.#current;
    const shown = this.onScreen();
    this.#current = null;
    this.#opened = null;
    if (!current) return;
    if (shown && this.store.getState().trouble !== null) {
      this.#visit.add(current.id, shown.file, current.begunAt);
      this.store.setState({ visit: this.#visit.records });
    }
    void this.leave(current.id);
  }

  /** It stays in the list, and is not offered by itself any more. */
  async leave(id: string): Promise<void> {
    const { trainings } = this.#parts.storage;
    await this.#guarded(async () => {
      // Its worker is ending.
      await freeTraining(id);
      if (this.#current?.id === id) return;
      const record = await trainings.record(id);
      if (record?.status === "training") await trainings.change(id, { status: "left" });
      else if (record?.broken) await trainings.change(id, { broken: { ...record.broken, isOffered: false } });
    });
  }

  heard(event: ClientEvent): void {
    const current = this.#current;
    if (event.type === "saving") this.store.setState({ trouble: event.trouble });
    if (!current) return;
    if (event.type === "begun") {
      current.environment = event.environment;
      current.runs.clear();
    } else if (event.type === "returning") {
      for (const run of event.runs) current.runs.delete(viewKey(run));
    } else if (event.type === "reports") {
      const known = current.runs.get(viewKey(event.run));
      if (known) known.reports.push(...event.reports);
      else current.runs.set(viewKey(event.run), { run: event.run, reports: [...event.reports] });
    }
  }

  training(id: string): EarlierTraining | null {
    return this.store.getState().trainings.find((training) => training.id === id) ?? null;
  }

  /** Null where it cannot be read any more. */
  async recordingOf({ id, document, environment, chunks }: EarlierTraining): Promise<Recording | null> {
    const runs = new Map<string, { readonly run: RecordedRun["run"]; readonly reports: Report[] }>();
    const isRead = await this.#guarded(async () => {
      for await (const chunk of this.#parts.storage.trainings.chunks(id, chunks)) {
        for (const { run, reports } of chunk) {
          const known = runs.get(viewKey(run));
          if (known) known.reports.push(...reports);
          else runs.set(viewKey(run), { run, reports: [...reports] });
        }
      }
    });
    return isRead && environment ? { plan: toPlan(document), environment, runs: [...runs.values()] } : null;
  }

  /** What was reported of a training, on screen, of this visit, or kept; null where it cannot be read any more. */
  async fileOf(id: string): Promise<RunFile | null> {
    const shown = this.onScreen();
    const known = shown?.id === id ? shown.file : this.#visit.file(id);
    const training = known ? null : this.training(id);
    const recording = training && (await this.recordingOf(training));
    return recording ? { ...recording, document: training.document } : known;
  }

  /** Where its run that broke was sound last; null where that is not there any more. */
  async soundOf(training: EarlierTraining): Promise<Uint8Array | null> {
    let sound: Uint8Array | null = null;
    await this.#guarded(async () => {
      sound = await this.#parts.storage.trainings.sound(training);
    });
    return sound;
  }

  /** The file of a training that is kept; null where it cannot be read any more. */
  async exported({ id }: EarlierTraining): Promise<string | null> {
    const file = await this.fileOf(id);
    return file && runFileText(file);
  }

  /** The training on screen as far as it came, here or earlier; null where none has begun. It needs no storage. */
  onScreen(): { readonly id: string; readonly file: RunFile } | null {
    if (!this.#current?.environment) return this.#opened;
    const { id, document, environment, runs } = this.#current;
    return { id, file: { document, environment, runs: [...runs.values()] } };
  }

  /** Its file. */
  exportedCurrent(): { readonly name: string; readonly text: string } | null {
    const shown = this.onScreen();
    return shown && { name: shown.file.document.name, text: runFileText(shown.file) };
  }

  /** An earlier training is on screen, until another is begun or left. */
  opened(id: string, file: RunFile): void {
    this.#opened = { id, file };
  }

  /** Takes a training in, once, with its networks; gives the id under which it is kept, and whether it could be. */
  async take({ file, ends, weights }: BundledTraining): Promise<{ readonly id: string; readonly isKept: boolean }> {
    const { storage, clock, newId } = this.#parts;
    const id = (await idOfFile(file)) ?? newId();
    const isKept = await this.#guarded(async () => {
      const { trainings } = storage;
      if (!(await trainings.record(id))) {
        const record = takenRecord(file, id, clock(), ends);
        await trainings.begin(record);
        await trainings.write(record, file.runs, null);
      }
      for (const [key, network] of await takenNetworks({ file, weights }))
        await trainings.keepNetwork(id, key, network);
      await this.refresh();
    });
    return { id, isKept };
  }

  async removeTraining(id: string): Promise<void> {
    await this.#guarded(() => this.#parts.storage.trainings.remove(id));
  }

  async removeExperiment(id: string): Promise<void> {
    await this.#guarded(() => this.#parts.storage.experiments.remove(id));
  }

  /** Deletes all that is kept; rejects with `StorageTrouble`. */
  async forgetAll(): Promise<void> {
    this.setups.discard();
    await this.#parts.storage.forgetAll();
  }

  /** Whether `act` could be done; what stood against it is told. */
  async #guarded(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof StorageTrouble)) throw error;
      this.#say(error.code);
      return false;
    }
  }

  #say(trouble: StorageTroubleCode): void {
    this.store.setState({ trouble });
  }
}

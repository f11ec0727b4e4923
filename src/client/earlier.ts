/** Ways back to what was kept. None of them does anything while a run is under way. */
import type { BundledTraining } from "../core/bundle.ts";
import { toPlan } from "../core/document.ts";
import type { Document } from "../core/experiment.ts";
import type { Recording } from "../core/recording.ts";
import type { RunKey } from "../core/report.ts";
import type { RunFile } from "../core/run-file.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { teacherFactsKey, teacherFactsOf } from "../core/teacher-file.ts";
import type { AskedBackend } from "../protocol/messages.ts";
import type { BrokenRun } from "./live-run.ts";
import type { Saved } from "./saved.ts";
import { keptBroken } from "./slowed.ts";

export interface EarlierParts {
  readonly saved: Saved;
  readonly isUnderWay: () => boolean;
  /** Sets the document up, with nothing trained. */
  readonly begin: (document: Document) => void;
  readonly show: (recording: Recording) => void;
  /** A run that broke, of the document on screen. */
  readonly showBroken: (broken: BrokenRun, document: Document) => void;
  /** From the run that broke on screen; nothing where there is none. */
  readonly goOnSlower: () => void;
  readonly resume: (id: string, backend: AskedBackend | null, order: readonly RunKey[] | null) => void;
}

export class Earlier {
  readonly #parts: EarlierParts;

  constructor(parts: EarlierParts) {
    this.#parts = parts;
  }

  /** A set-up that was kept; what is changed of it goes on being kept in its place. */
  openExperiment(id: string): void {
    const { saved, isUnderWay, begin } = this.#parts;
    const record = saved.store.getState().experiments.find((experiment) => experiment.id === id);
    if (!record || isUnderWay()) return;
    begin(record.document);
    saved.setups.begin(record);
  }

  /** Shows a training as it was reported, and gives its run that broke; nothing is trained. */
  async openTraining(id: string): Promise<BrokenRun | null> {
    const { saved } = this.#parts;
    const training = saved.training(id);
    const recording = training && (await saved.recordingOf(training));
    if (!recording) return null;
    const sound = training.broken ? await saved.soundOf(training) : null;
    this.#open(id, { ...recording, document: training.document });
    if (this.#parts.isUnderWay()) return null;
    const broken = keptBroken(training, sound);
    if (broken) this.#parts.showBroken(broken, training.document);
    return broken;
  }

  /** Trains on from where its run that broke was sound last, with a smaller rate; where that is not there, it is only shown. */
  async goOnSlower(id: string): Promise<void> {
    if (this.#parts.isUnderWay()) return;
    const broken = await this.openTraining(id);
    if (broken?.divergence.checkpoint) this.#parts.goOnSlower();
  }

  /** Keeps all trainings of files with their networks, and the teachers for other experiments too; shows the first. */
  async openFiles(trainings: readonly BundledTraining[]): Promise<"shown" | "kept" | "unkept"> {
    const { saved, isUnderWay } = this.#parts;
    const taken: Awaited<ReturnType<Saved["take"]>>[] = [];
    for (const training of trainings) {
      taken.push(await saved.take(training));
      for (const [name, bytes] of training.weights) {
        const isTeacher = teacherFactsOf(tensorFileOf(bytes, name).metadata[teacherFactsKey]) !== null;
        if (isTeacher) await saved.teachers.take(bytes, name);
      }
    }
    const [first] = trainings;
    if (!first || isUnderWay()) return taken.every(({ isKept }) => isKept) ? "kept" : "unkept";
    this.#open(taken[0]!.id, first.file);
    return "shown";
  }

  /** Goes on with a training that was interrupted; of one that has ended `order` names its runs, skipped ones among them. */
  resumeTraining(id: string, order: readonly RunKey[] | null = null): void {
    const { saved, isUnderWay, begin, resume } = this.#parts;
    const training = saved.training(id);
    if (!training || isUnderWay()) return;
    begin(training.document);
    const kind = training.environment?.backend;
    resume(id, kind ? { kind, reason: "resumed" } : null, order);
  }

  #open(id: string, file: RunFile): void {
    const { saved, isUnderWay, begin, show } = this.#parts;
    if (isUnderWay()) return;
    const { document, environment, runs } = file;
    begin(document);
    saved.opened(id, file);
    show({ plan: toPlan(document), environment, runs });
  }
}

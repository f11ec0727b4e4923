/** What can be taken from a training to other programs. */
import { BadInput } from "../core/bad-input.ts";
import type { BundledTraining } from "../core/bundle.ts";
import { toPlan } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import { isTrialId } from "../core/plan-jobs.ts";
import { teacherKey } from "../core/plan-runs.ts";
import type { RunKey } from "../core/report.ts";
import type { RunFile } from "../core/run-file.ts";
import { isSameRun } from "../core/run-order.ts";
import { importEventIn } from "../protocol/import-schema.ts";
import type { LabStorage } from "../storage/lab-storage.ts";
import { studentKey } from "../storage/trainings.ts";
import { StorageTrouble } from "../storage/trouble.ts";
import type { ImportWorker } from "./imports.ts";
import type { Saved } from "./saved.ts";
import { misunderstood, scriptMissing } from "./worker-problem.ts";

export interface ExportsParts {
  readonly saved: Saved;
  readonly storage: LabStorage;
  /** Packs beside the page, which goes on meanwhile. */
  readonly makeWorker: () => ImportWorker;
}

export class Exports {
  readonly #parts: ExportsParts;

  constructor(parts: ExportsParts) {
    this.#parts = parts;
  }

  /** The training on screen as far as it came; null where none is. */
  async onScreen(): Promise<BundledTraining | null> {
    const shown = this.#parts.saved.onScreen();
    return shown && this.#whole(shown.file, shown.id);
  }

  /** These runs of a training, with their students and teachers; null where it cannot be read any more. */
  async of(id: string, runs: readonly RunKey[]): Promise<BundledTraining | null> {
    const file = await this.#parts.saved.fileOf(id);
    if (!file) return null;
    const isAsked = (run: RunKey) => runs.some((other) => isSameRun(run, other));
    const own = { ...file, runs: file.runs.filter(({ run }) => isAsked(run)) };
    const training = await this.#whole(own, id, networkKeys(toPlan(file.document), runs));
    return { ...training, ends: training.ends.filter((end) => isTrialId(end.id) || isAsked(end.run)) };
  }

  /** One `.zip`. Rejects where it cannot be made. */
  packed(trainings: readonly BundledTraining[]): Promise<Uint8Array> {
    const worker = this.#parts.makeWorker();
    const packed = new Promise<Uint8Array>((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        const event = importEventIn(data);
        if (!event) reject(new BadInput(misunderstood));
        else if (event.type === "packed") resolve(event.bytes);
        else if (event.type === "refused") reject(new BadInput(event.problem));
        else if (event.type === "failed") reject(new Error(event.reason));
      };
      worker.onerror = ({ message }) => reject(message ? new Error(message) : new BadInput(scriptMissing));
      worker.postMessage({ type: "pack", trainings });
    });
    return packed.finally(() => worker.terminate());
  }

  /** With the networks that have these keys, or all, and how its runs ended; without both where the browser keeps nothing. */
  async #whole(
    { document, environment, runs }: RunFile,
    id: string,
    keys: ReadonlySet<string> | null = null,
  ): Promise<BundledTraining> {
    const weights = new Map<string, Uint8Array>();
    let ends: BundledTraining["ends"] = [];
    try {
      ends = (await this.#parts.storage.trainings.record(id))?.ends ?? [];
      for (const [key, { name, bytes }] of await this.#parts.storage.trainings.networks(id))
        if (!keys || keys.has(key)) weights.set(`${name}.safetensors`, bytes);
    } catch (error) {
      if (!(error instanceof StorageTrouble)) throw error;
    }
    return { file: { document, environment, runs }, ends, weights };
  }
}

/** Of the students of these runs, and of the teachers that they learn from, as the storage names them. */
function networkKeys(plan: Plan, runs: readonly RunKey[]): ReadonlySet<string> {
  const keysOf = (run: RunKey) => {
    const experiment = plan.experiments.find(({ name }) => name === run.experiment);
    return [studentKey(run), ...(experiment ? [teacherKey(plan, experiment, run.seed)] : [])];
  };
  return new Set(runs.flatMap(keysOf));
}

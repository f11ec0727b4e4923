/** What can be taken from a training to other programs. */
import type { BundledTraining } from "../core/bundle.ts";
import type { RunFile } from "../core/run-file.ts";
import type { LabStorage } from "../storage/lab-storage.ts";
import { StorageTrouble } from "../storage/trouble.ts";
import type { ImportWorker } from "./imports.ts";
import type { EarlierTraining } from "./kept-lists.ts";
import type { Saved } from "./saved.ts";

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
    return shown && this.#withWeights(shown.file, shown.id);
  }

  /** One that is kept; null where it cannot be read any more. */
  async of(training: EarlierTraining): Promise<BundledTraining | null> {
    const recording = await this.#parts.saved.recordingOf(training);
    return recording && this.#withWeights({ ...recording, document: training.document }, training.id);
  }

  /** One `.zip`. Rejects where it cannot be made. */
  packed(trainings: readonly BundledTraining[]): Promise<Uint8Array> {
    const worker = this.#parts.makeWorker();
    const packed = new Promise<Uint8Array>((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data.type === "packed") resolve(data.bytes);
        if (data.type === "failed") reject(new Error(data.reason));
      };
      worker.onerror = (error) => reject(new Error(error.message || "the packer could not be loaded"));
      worker.postMessage({ type: "pack", trainings });
    });
    return packed.finally(() => worker.terminate());
  }

  /** Without, where the browser keeps nothing. */
  async #withWeights({ document, environment, runs }: RunFile, id: string): Promise<BundledTraining> {
    const weights = new Map<string, Uint8Array>();
    try {
      for (const { name, bytes } of (await this.#parts.storage.trainings.networks(id)).values())
        weights.set(`${name}.safetensors`, bytes);
    } catch (error) {
      if (!(error instanceof StorageTrouble)) throw error;
    }
    return { file: { document, environment, runs }, weights };
  }
}

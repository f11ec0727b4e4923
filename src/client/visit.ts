/** Trainings of this visit that no storage keeps whole: they can be compared until the page is left. */
import { takenRecord } from "./taken-training.ts";
import type { EarlierTraining } from "./kept-lists.ts";
import type { RunFile } from "../core/run-file.ts";

/** One may have megabytes of matrices; the oldest go first. */
const most = 20;

export class Visit {
  readonly #trainings = new Map<string, { readonly file: RunFile; readonly record: EarlierTraining }>();

  /** `begunAt` is in milliseconds since 1970. */
  add(id: string, file: RunFile, begunAt: number): void {
    this.#trainings.delete(id);
    const record = { ...takenRecord(file, id, begunAt), isHeld: false, hasTeachers: false };
    this.#trainings.set(id, { file, record });
    const [oldest] = this.#trainings.keys();
    if (this.#trainings.size > most && oldest !== undefined) this.#trainings.delete(oldest);
  }

  /** Null where it is none of these. */
  file(id: string): RunFile | null {
    return this.#trainings.get(id)?.file ?? null;
  }

  /** The latest first. */
  get records(): readonly EarlierTraining[] {
    return [...this.#trainings.values()].map(({ record }) => record).toReversed();
  }
}

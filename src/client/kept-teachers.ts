/** The trained teachers that this browser keeps for other experiments. */
import { BadInput } from "../core/bad-input.ts";
import { sha256Of } from "../core/canonical.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { teacherFactsKey, teacherFactsOf } from "../core/teacher-file.ts";
import { whileNobodyWrites } from "../storage/image-lock.ts";
import type { LabStorage } from "../storage/lab-storage.ts";
import type { KeptTeacher } from "./kept-lists.ts";

export interface KeptTeachersParts {
  readonly storage: Pick<LabStorage, "blobs" | "trainings">;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Runs what reads or writes, tells the person what goes wrong, and gives whether it could be done. */
  readonly guarded: (act: () => Promise<void>) => Promise<boolean>;
  /** Lists anew what is kept. */
  readonly refresh: () => Promise<void>;
}

export class KeptTeachers {
  readonly #parts: KeptTeachersParts;

  constructor(parts: KeptTeachersParts) {
    this.#parts = parts;
  }

  /** Keeps those that a training made. */
  async keepOf(training: string): Promise<void> {
    const { storage, guarded } = this.#parts;
    await guarded(async () => {
      for (const { bytes, name } of (await storage.trainings.teachers(training)).values())
        await this.#keep(bytes, name);
    });
  }

  /** Keeps one from a file, and says whether it could; throws `BadInput` naming the file. */
  take(bytes: Uint8Array, file: string): Promise<boolean> {
    return this.#parts.guarded(() => this.#keep(bytes, file.replace(/\.safetensors$/, "")));
  }

  async #keep(bytes: Uint8Array, name: string): Promise<void> {
    const { storage, clock, refresh } = this.#parts;
    const facts = teacherFactsOf(tensorFileOf(bytes, name).metadata[teacherFactsKey]);
    if (!facts) throw new BadInput({ code: "teacher-file", file: name });
    const blob = { sha256: await sha256Of(bytes), kind: "teacher" as const, name: name.slice(0, 80) };
    const note = { ...blob, keptAt: clock(), about: facts };
    await whileNobodyWrites(blob.sha256, () => storage.blobs.keep(note, [bytes]));
    await refresh();
  }

  async rename(sha256: string, name: string): Promise<void> {
    const { storage, guarded, refresh } = this.#parts;
    await guarded(async () => {
      await storage.blobs.rename(sha256, name);
      await refresh();
    });
  }

  async remove(sha256: string): Promise<void> {
    const { storage, guarded, refresh } = this.#parts;
    await guarded(async () => {
      await storage.blobs.remove(sha256);
      await refresh();
    });
  }

  /** Its file; null where it cannot be read any more. */
  async file({ sha256 }: KeptTeacher): Promise<Uint8Array[] | null> {
    let parts: Uint8Array[] | null = null;
    await this.#parts.guarded(async () => {
      parts = await this.#parts.storage.blobs.read(sha256);
    });
    return parts;
  }
}

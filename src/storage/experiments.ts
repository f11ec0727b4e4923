/** Experiments and plans as a person set them up: each is a record of its own, so that nothing takes another's place. */
import * as v from "valibot";
import type { Document } from "../core/experiment.ts";
import type { LabDatabase } from "./database.ts";
import { timeSchema } from "./time-schema.ts";
import { documentIn } from "./training-record.ts";

const recordSchema = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  /** Counts its writes: who writes from an older one has not seen what another tab did. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Milliseconds since 1970. */
  savedAt: timeSchema,
  document: v.unknown(),
});

export type ExperimentRecord = Omit<v.InferOutput<typeof recordSchema>, "document"> & { readonly document: Document };

export interface KeptExperiments {
  /** The latest first. */
  readonly experiments: readonly ExperimentRecord[];
  /** How many are damaged, or of a newer lab. */
  readonly unreadable: number;
}

export class Experiments {
  readonly #database: LabDatabase;
  readonly #changed: () => void;

  constructor(database: LabDatabase, changed: () => void) {
    this.#database = database;
    this.#changed = changed;
  }

  async list(): Promise<KeptExperiments> {
    const values = await this.#database.read((database) => database.getAll("experiments"));
    const read = values.map(experimentIn);
    const experiments = read.filter((record) => record !== null).toSorted((a, b) => b.savedAt - a.savedAt);
    return { experiments, unreadable: read.length - experiments.length };
  }

  /**
   * Writes a record whose revision is one more than that in the database, and gives true; where another tab was faster, it
   * writes nothing and gives false.
   */
  async save(record: ExperimentRecord): Promise<boolean> {
    const saved = await this.#database.write(["experiments"], async (writing) => {
      const there = await writing.objectStore("experiments").get(record.id);
      const revision = there === undefined ? 0 : (experimentIn(there)?.revision ?? null);
      // One that cannot be read is a newer lab's, and stays.
      if (revision === null || record.revision !== revision + 1) return false;
      await writing.objectStore("experiments").put(record);
      return true;
    });
    if (saved) this.#changed();
    return saved;
  }

  async remove(id: string): Promise<void> {
    await this.#database.write(["experiments"], (writing) => writing.objectStore("experiments").delete(id));
    this.#changed();
  }
}

function experimentIn(value: unknown): ExperimentRecord | null {
  const found = v.safeParse(recordSchema, value);
  if (!found.success) return null;
  const document = documentIn(found.output.document);
  return document && { ...found.output, document };
}

/** Trainings, written as they go: reports in chunks, two checkpoints in turn, the teachers that they made. */
import type { IDBPObjectStore } from "idb";
import * as v from "valibot";
import { sha256Of } from "../core/canonical.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { RunKey } from "../core/report.ts";
import type { LabDatabase } from "./database.ts";
import type { LabSchema } from "./schema.ts";
import { recordedRunsIn } from "../core/report-schema.ts";
import { isSameRun } from "../core/run-order.ts";
import type { CheckpointNote, TrainingRecord } from "./training-record.ts";
import { trainingIn } from "./training-record.ts";
import { StorageTrouble } from "./trouble.ts";

export interface KeptTrainings {
  /** The latest first. */
  readonly trainings: readonly TrainingRecord[];
  /** How many are damaged, or of a newer lab. */
  readonly unreadable: number;
  /** Ids of those that have made a teacher. */
  readonly withTeachers: ReadonlySet<string>;
}

export type NewCheckpoint = Omit<CheckpointNote, "slot" | "chunks" | "sha256"> & { readonly bytes: Uint8Array };

export interface KeptCheckpoint {
  readonly note: CheckpointNote;
  readonly bytes: Uint8Array;
}

const networkSchema = v.object({
  sha256: v.string(),
  name: v.string(),
  bytes: v.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
/** A network that was trained on the way, a teacher or a student: a safetensors file. */
export type MadeNetwork = v.InferOutput<typeof networkSchema>;

export class Trainings {
  readonly #database: LabDatabase;
  readonly #changed: () => void;

  /** `changed` tells whoever lists them, in this tab and others. */
  constructor(database: LabDatabase, changed: () => void) {
    this.#database = database;
    this.#changed = changed;
  }

  async list(): Promise<KeptTrainings> {
    const [values, made] = await this.#database.read((database) =>
      Promise.all([database.getAll("trainings"), database.getAllKeys("teachers")]),
    );
    const read = values.map(trainingIn);
    const trainings = read.filter((record) => record !== null).toSorted((a, b) => b.begunAt - a.begunAt);
    const teachers = made.filter(isNetworkKey).filter(([, key]) => !isStudents(key));
    const withTeachers = new Set(teachers.map(([training]) => training));
    return { trainings, unreadable: read.length - trainings.length, withTeachers };
  }

  async record(id: string): Promise<TrainingRecord | null> {
    return trainingIn(await this.#database.read((database) => database.get("trainings", id)));
  }

  /** A new training, or one that goes on from a checkpoint: reports behind that are forgotten. */
  async begin(record: TrainingRecord): Promise<void> {
    const { id, chunks } = record;
    await this.#database.write(["trainings", "metrics"], async (writing) => {
      await writing.objectStore("metrics").delete(IDBKeyRange.bound([id, chunks], [id, []]));
      await writing.objectStore("trainings").put(record);
    });
    this.#changed();
  }

  /** What it changes of a record that is there; the tab that trains it is the only one to do so while it does. */
  async change(
    id: string,
    changes: Partial<Pick<TrainingRecord, "status" | "changedAt" | "ends" | "broken">>,
  ): Promise<void> {
    await this.#database.write(["trainings"], async (writing) => {
      const record = trainingIn(await writing.objectStore("trainings").get(id));
      if (record) await writing.objectStore("trainings").put({ ...record, ...changes });
    });
    this.#changed();
  }

  /**
   * Writes what came since, and with a checkpoint where the training stands, all or nothing; gives the record as it is then.
   * The checkpoint takes the place of the older of two, so that a damaged one leaves the other. Rejects where what was
   * written before is gone. What was written before of the runs in `forgotten`, which begin anew, is left out from here on.
   */
  async write(
    record: TrainingRecord,
    runs: readonly RecordedRun[],
    next: NewCheckpoint | null,
    forgotten: readonly RunKey[] = [],
  ): Promise<TrainingRecord> {
    const chunks = record.chunks + (runs.length > 0 ? 1 : 0);
    const note = next && (await noteOf(next, record, chunks));
    const [latest] = record.checkpoints;
    const checkpoints = note ? [note, ...(latest ? [latest] : [])] : record.checkpoints;
    const written: TrainingRecord = { ...record, chunks, checkpoints };
    await this.#database.write(["trainings", "metrics", "checkpoints"], async (writing) => {
      const id = record.id;
      if (record.chunks > 0 && !(await writing.objectStore("trainings").get(id)))
        throw new StorageTrouble("gone", `the training ${id} was deleted under the one that writes it`);
      if (forgotten.length > 0) await withoutRuns(writing.objectStore("metrics"), id, forgotten);
      const requests: Promise<unknown>[] = [writing.objectStore("trainings").put(written)];
      if (runs.length > 0) requests.push(writing.objectStore("metrics").put(runs, [id, record.chunks]));
      if (next && note) requests.push(writing.objectStore("checkpoints").put(next.bytes, [id, note.slot]));
      await Promise.all(requests);
    });
    return written;
  }

  /** The latest checkpoint that is whole; null where none is. */
  async checkpoint({ id, checkpoints }: TrainingRecord): Promise<KeptCheckpoint | null> {
    for (const note of checkpoints) {
      const bytes = await this.#database.read((database) => database.get("checkpoints", [id, note.slot]));
      if (bytes instanceof Uint8Array && (await sha256Of(bytes)) === note.sha256) return { note, bytes };
    }
    return null;
  }

  /** Where the training's run that broke was sound last. */
  async keepSound(id: string, bytes: Uint8Array): Promise<void> {
    await this.#database.write(["checkpoints"], (writing) =>
      writing.objectStore("checkpoints").put(bytes, [id, soundSlot]),
    );
  }

  /** Null where it is not there, or damaged. */
  async sound({ id, broken }: TrainingRecord): Promise<Uint8Array | null> {
    const bytes = await this.#database.read((database) => database.get("checkpoints", [id, soundSlot]));
    return bytes instanceof Uint8Array && (await sha256Of(bytes)) === broken?.sha256 ? bytes : null;
  }

  /** The first `count` chunks in order; it ends before one that is not there or cannot be read. */
  async *chunks(id: string, count: number): AsyncGenerator<readonly RecordedRun[], void> {
    for (let chunk = 0; chunk < count; chunk++) {
      const runs = recordedRunsIn(await this.#database.read((database) => database.get("metrics", [id, chunk])));
      if (!runs) return;
      yield runs;
    }
  }

  /** A training that has ended needs them no more; where a run of it was sound last it can go on slower all the same. */
  async dropCheckpoints(id: string): Promise<void> {
    await this.#database.write(["trainings", "checkpoints"], async (writing) => {
      await writing.objectStore("checkpoints").delete(IDBKeyRange.bound([id, 0], [id, 1]));
      const record = trainingIn(await writing.objectStore("trainings").get(id));
      if (record) await writing.objectStore("trainings").put({ ...record, checkpoints: [] });
    });
    this.#changed();
  }

  /** `key` is `teacherKey`'s. */
  async keepNetwork(id: string, key: string, network: MadeNetwork): Promise<void> {
    await this.#database.write(["teachers"], (writing) => writing.objectStore("teachers").put(network, [id, key]));
    this.#changed();
  }

  /** The last weights of a run's student. */
  async keepStudent(id: string, run: RunKey, student: MadeNetwork): Promise<void> {
    await this.keepNetwork(id, studentKey(run), student);
  }

  /** By key, those that a training has made. */
  async teachers(id: string): Promise<Map<string, MadeNetwork>> {
    return new Map([...(await this.networks(id))].filter(([key]) => !isStudents(key)));
  }

  /** The same, and the students of runs that have ended. */
  async networks(id: string): Promise<Map<string, MadeNetwork>> {
    const range = allOf(id);
    const [keys, values] = await this.#database.read((database) =>
      Promise.all([database.getAllKeys("teachers", range), database.getAll("teachers", range)]),
    );
    const made = values.map((value) => v.safeParse(networkSchema, value));
    return new Map(
      keys.flatMap((key, index) => {
        const found = made[index];
        return found?.success && isNetworkKey(key) ? [[key[1], found.output]] : [];
      }),
    );
  }

  async remove(id: string): Promise<void> {
    await this.#database.write(["trainings", "metrics", "checkpoints", "teachers"], async (writing) => {
      const all = allOf(id);
      await writing.objectStore("trainings").delete(id);
      for (const store of ["metrics", "checkpoints", "teachers"] as const) await writing.objectStore(store).delete(all);
    });
    this.#changed();
  }
}

/** Beside the two places of checkpoints. */
const soundSlot = 2;

/** They lie in the store of the teachers, which older labs have too; a teacher's key is JSON. */
const studentPrefix = "student ";

/** Of a run's student among a training's networks. */
export function studentKey({ experiment, seed }: RunKey): string {
  return `${studentPrefix}${experiment} ${seed}`;
}

/** Keys are believed no more than values: one of another form is passed over. */
function isNetworkKey(key: IDBValidKey): key is [training: string, key: string] {
  return Array.isArray(key) && key.length === 2 && key.every((part) => typeof part === "string");
}

function isStudents(key: string): boolean {
  return key.startsWith(studentPrefix);
}

/** What is damaged stays: it ends what can be read all the same. */
async function withoutRuns(
  metrics: IDBPObjectStore<LabSchema, ["trainings", "metrics", "checkpoints"], "metrics", "readwrite">,
  id: string,
  forgotten: readonly RunKey[],
): Promise<void> {
  for (const key of await metrics.getAllKeys(allOf(id))) {
    const runs = recordedRunsIn(await metrics.get(key));
    const others = runs?.filter(({ run }) => !forgotten.some((one) => isSameRun(one, run)));
    if (others && others.length < runs!.length) await metrics.put(others, key);
  }
}

/** Keys are compared part by part, and a list comes behind every number and text. */
function allOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}

async function noteOf(next: NewCheckpoint, { checkpoints }: TrainingRecord, chunks: number): Promise<CheckpointNote> {
  const { bytes, ...where } = next;
  return { slot: checkpoints[0]?.slot === 0 ? 1 : 0, chunks, sha256: await sha256Of(bytes), ...where };
}

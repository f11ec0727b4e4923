/** The stores of the lab's database. What is read from them is not trusted: each folder's reader checks it against a schema. */
import type { DBSchema, IDBPDatabase } from "idb";

export interface LabSchema extends DBSchema {
  /** Bytes, in parts that are written one by one. */
  readonly blobs: { readonly key: [sha256: string, part: number]; readonly value: Uint8Array };
  /** What each blob is; written behind its last part, so that its presence says that all are there. */
  readonly blobNotes: { readonly key: string; readonly value: unknown; readonly indexes: { readonly kind: string } };
  readonly experiments: { readonly key: string; readonly value: unknown };
  readonly trainings: { readonly key: string; readonly value: unknown };
  /** Reports of a training in the order in which they came. */
  readonly metrics: { readonly key: [training: string, chunk: number]; readonly value: unknown };
  /** Two places a training, written in turn: a damaged one leaves the other. */
  readonly checkpoints: { readonly key: [training: string, slot: number]; readonly value: unknown };
  /** Teachers that a training has made, for those of its runs that are still to come, and its students. */
  readonly teachers: { readonly key: [training: string, key: string]; readonly value: unknown };
}

export type OpenDatabase = IDBPDatabase<LabSchema>;

/** One a version, never changed once it was published; a database of version n has been through the first n. */
const upgrades: readonly ((database: OpenDatabase) => void)[] = [
  (database) => {
    database.createObjectStore("blobs");
    database.createObjectStore("blobNotes", { keyPath: "sha256" }).createIndex("kind", "kind");
  },
  (database) => {
    database.createObjectStore("experiments", { keyPath: "id" });
    database.createObjectStore("trainings", { keyPath: "id" });
    database.createObjectStore("metrics");
    database.createObjectStore("checkpoints");
    database.createObjectStore("teachers");
  },
];

export const schemaVersion = upgrades.length;

/** Brings a database of version `from` to today's; 0 is one that was not there. */
export function upgrade(database: OpenDatabase, from: number): void {
  for (const step of upgrades.slice(from)) step(database);
}

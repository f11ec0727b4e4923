/** The lab's database: opened when it is first used, and anew when the browser has dropped it. */
import type { IDBPTransaction, StoreNames } from "idb";
import { openDB } from "idb";
import type { LabSchema, OpenDatabase } from "./schema.ts";
import { schemaVersion, upgrade } from "./schema.ts";
import { isDropped, StorageTrouble, troubleFrom } from "./trouble.ts";

const databaseName = "fsp-lab";

export type Stores = StoreNames<LabSchema>[];
export type Writing<Names extends Stores> = IDBPTransaction<LabSchema, Names, "readwrite">;

export class LabDatabase {
  #opened: Promise<OpenDatabase> | null = null;

  /** Runs `act`, once more on a new connection where the old one is dead. Rejects with `StorageTrouble`. */
  async read<T>(act: (database: OpenDatabase) => Promise<T>): Promise<T> {
    try {
      return await act(await this.#open());
    } catch (error) {
      if (!isDropped(error)) throw troubleFrom(error);
    }
    this.#opened = null;
    try {
      return await act(await this.#open());
    } catch (error) {
      throw troubleFrom(error);
    }
  }

  /** All that `act` writes in one transaction, or nothing of it. Rejects with `StorageTrouble`. */
  write<Names extends Stores, T>(stores: Names, act: (writing: Writing<Names>) => Promise<T>): Promise<T> {
    return this.read(async (database) => {
      const writing = database.transaction(stores, "readwrite");
      const acted = act(writing).catch((error: unknown) => {
        abort(writing);
        throw error;
      });
      const [did, done] = await Promise.allSettled([acted, writing.done]);
      if (did.status === "fulfilled" && done.status === "fulfilled") return did.value;
      // A full disk is named by one of the two, where the other says only that it was aborted.
      const reasons = [did, done].flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
      throw reasons.find((reason) => !isAbortion(reason)) ?? reasons[0];
    });
  }

  close(): void {
    void this.#opened?.then(
      (database) => database.close(),
      () => {},
    );
    this.#opened = null;
  }

  #open(): Promise<OpenDatabase> {
    const opened = this.#opened ?? this.#connect();
    this.#opened = opened;
    opened.catch(() => {
      // The next try begins anew.
      if (this.#opened === opened) this.#opened = null;
    });
    return opened;
  }

  async #connect(): Promise<OpenDatabase> {
    if ((globalThis as { readonly indexedDB?: unknown }).indexedDB === undefined)
      throw new StorageTrouble("none", "there is no IndexedDB");
    let blocked: (error: StorageTrouble) => void = () => {};
    const refused = new Promise<never>((_, reject) => {
      blocked = reject;
    });
    const opening = async () => {
      try {
        return await openDB<LabSchema>(databaseName, schemaVersion, {
          upgrade: (database, from) => upgrade(database, from),
          blocked: () => blocked(new StorageTrouble("blocked", "another tab holds an older database open")),
          // A newer lab in another tab waits for this one to let go; the next use here then says that it is newer.
          blocking: () => this.close(),
          terminated: () => {
            this.#opened = null;
          },
        });
      } catch (error) {
        throw openingTrouble(error);
      }
    };
    return Promise.race([opening(), refused]);
  }
}

/** Firefox refuses a private window's database with an InvalidStateError. */
function openingTrouble(error: unknown): unknown {
  return error instanceof Error && error.name === "InvalidStateError"
    ? new StorageTrouble("none", error.message)
    : error;
}

function isAbortion(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function abort(writing: { abort(): void }): void {
  try {
    writing.abort();
  } catch {
    // It has ended by itself.
  }
}

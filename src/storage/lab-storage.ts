import { Blobs } from "./blobs.ts";
import { LabDatabase } from "./database.ts";
import { Experiments } from "./experiments.ts";
import { Trainings } from "./trainings.ts";

/** All that the lab keeps in this browser. Whatever it is asked for rejects with `StorageTrouble` where that cannot be had. */
export interface LabStorage {
  readonly experiments: Experiments;
  readonly trainings: Trainings;
  readonly blobs: Blobs;
  /** Deletes all of it, also what could not be read. */
  readonly forgetAll: () => Promise<void>;
  readonly close: () => void;
}

/** Nothing is opened before it is used. `changed` is called after each change. */
export function labStorage(changed: () => void): LabStorage {
  const database = new LabDatabase();
  return {
    experiments: new Experiments(database, changed),
    trainings: new Trainings(database, changed),
    blobs: new Blobs(database),
    forgetAll: async () => {
      const stores = await database.read((opened) => Promise.resolve([...opened.objectStoreNames]));
      await database.write(stores, async (writing) => {
        await Promise.all(stores.map((store) => writing.objectStore(store).clear()));
      });
      changed();
    },
    close: () => database.close(),
  };
}

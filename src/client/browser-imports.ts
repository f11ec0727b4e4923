/** Imports with a browser's own worker and storage. */
// oxlint-disable-next-line no-restricted-imports import/default -- only the file's address: the readers stay in the worker
import importUrl from "../worker/import.ts?worker&url";
import { scriptAddress } from "../core/script-address.ts";
import { Blobs } from "../storage/blobs.ts";
import { LabDatabase } from "../storage/database.ts";
import { dropOrphans, dropUnfinished, keptSets } from "../storage/image-sets.ts";
import { StorageTrouble } from "../storage/trouble.ts";
import type { ImportParts, ImportWorker } from "./imports.ts";
import { Imports } from "./imports.ts";

export function browserImports(parts: Pick<ImportParts, "takeLabFiles" | "uncover">): Imports {
  const blobs = new Blobs(new LabDatabase());
  return new Imports({
    makeWorker: makeImportWorker,
    ...parts,
    every: (milliseconds, tick) => {
      const timer = setInterval(tick, milliseconds);
      return () => clearInterval(timer);
    },
    keptSets: () => orWithoutStorage(keptSets(blobs), []),
    dropSet: (sha256) => orWithoutStorage(blobs.remove(sha256), undefined),
    dropUnfinished: (sha256) => orWithoutStorage(dropUnfinished(blobs, sha256), undefined),
  });
}

/** What tabs left behind that were closed while they kept something. */
export async function dropLeftParts(): Promise<void> {
  const database = new LabDatabase();
  await orWithoutStorage(dropOrphans(new Blobs(database)), undefined);
  database.close();
}

export function makeImportWorker(): ImportWorker {
  return new Worker(scriptAddress(importUrl, globalThis), { type: "module" });
}

/** Where the browser keeps nothing, the lab works without. */
async function orWithoutStorage<T>(wanted: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await wanted;
  } catch (error) {
    if (error instanceof StorageTrouble) return otherwise;
    throw error;
  }
}

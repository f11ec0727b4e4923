import type { ImageSet } from "../core/images.ts";
import type { FindStored } from "../data/stored.ts";
import type { Blobs } from "../storage/blobs.ts";
import { keptSet } from "../storage/image-sets.ts";
import { StorageTrouble } from "../storage/trouble.ts";

/** Sets that the page gave by itself, then those that this browser keeps; a set that it cannot read is not here. */
export function findStored(given: ReadonlyMap<string, ImageSet>, blobs: Blobs): FindStored {
  return async (sha256) => {
    try {
      return given.get(sha256) ?? (await keptSet(blobs, sha256))?.images ?? null;
    } catch (error) {
      if (error instanceof StorageTrouble) return null;
      throw error;
    }
  };
}

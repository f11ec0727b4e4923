import type { Blobs } from "../storage/blobs.ts";
import { StorageTrouble } from "../storage/trouble.ts";

/** The file of a teacher that was kept here; null where it is not, or nothing can be read. */
export async function storedTeacher(blobs: Blobs, sha256: string): Promise<Uint8Array | null> {
  try {
    const parts = await blobs.read(sha256);
    return parts && new Uint8Array(await new Blob(parts.map((part) => part.slice())).arrayBuffer());
  } catch (error) {
    if (error instanceof StorageTrouble) return null;
    throw error;
  }
}

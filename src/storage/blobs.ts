/** Things kept by what they are: teachers, sets of images. Equal contents are kept once. */
import * as v from "valibot";
import type { LabDatabase } from "./database.ts";
import { timeSchema } from "./time-schema.ts";

const noteSchema = v.object({
  version: v.literal(1),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** What it is kept as. */
  kind: v.picklist(["teacher", "images"]),
  /** As the person calls it. */
  name: v.pipe(v.string(), v.maxLength(80)),
  /** Milliseconds since 1970. */
  keptAt: timeSchema,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  parts: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** What else is known of it, as JSON; whoever reads it checks it. */
  about: v.unknown(),
});
/** What is known of a blob without reading it. */
export type BlobNote = v.InferOutput<typeof noteSchema>;
export type BlobKind = BlobNote["kind"];
export type NewBlob = Pick<BlobNote, "sha256" | "kind" | "name" | "keptAt" | "about">;

export class Blobs {
  readonly #database: LabDatabase;

  constructor(database: LabDatabase) {
    this.#database = database;
  }

  /** Part by part, so that a large set of images need not lie in memory twice. Kept again, it takes the new name. */
  async keep(blob: NewBlob, parts: Iterable<Uint8Array>): Promise<void> {
    let [count, bytes] = [0, 0];
    for (const part of parts) {
      const key: [string, number] = [blob.sha256, count];
      await this.#database.write(["blobs"], (writing) => writing.objectStore("blobs").put(part, key));
      count += 1;
      bytes += part.byteLength;
    }
    const note: BlobNote = { version: 1, ...blob, bytes, parts: count };
    await this.#database.write(["blobNotes"], (writing) => writing.objectStore("blobNotes").put(note));
  }

  /** Null where it is not here, or not in a form that this lab reads. */
  async note(sha256: string): Promise<BlobNote | null> {
    return noteIn(await this.#database.read((database) => database.get("blobNotes", sha256)));
  }

  /** Those of one kind, the latest first. */
  async notes(kind: BlobKind): Promise<BlobNote[]> {
    const all = await this.#database.read((database) => database.getAllFromIndex("blobNotes", "kind", kind));
    return all.flatMap((value) => noteIn(value) ?? []).toSorted((a, b) => b.keptAt - a.keptAt);
  }

  /** Its parts in order; null where it is not here, whole. */
  async read(sha256: string): Promise<Uint8Array[] | null> {
    const note = await this.note(sha256);
    if (!note) return null;
    const parts: Uint8Array[] = [];
    for (let part = 0; part < note.parts; part++) {
      const bytes = await this.#database.read((database) => database.get("blobs", [sha256, part]));
      if (!(bytes instanceof Uint8Array)) return null;
      parts.push(bytes);
    }
    return parts;
  }

  /** Whether as many parts are here as its note says; what they hold is not looked at. */
  async isWhole({ sha256, parts }: BlobNote): Promise<boolean> {
    const all = IDBKeyRange.bound([sha256], [sha256, []]);
    return (await this.#database.read((database) => database.count("blobs", all))) === parts;
  }

  /** Of which parts are here and no note, in whatever form: being written now, or left by a writer that was ended. */
  async withoutNote(): Promise<string[]> {
    // Parts first: whoever ends between the two has then a note.
    const parts = await this.#database.read((database) => database.getAllKeys("blobs"));
    const noted = new Set(await this.#database.read((database) => database.getAllKeys("blobNotes")));
    return [...new Set(parts.map(([sha256]) => sha256))].filter((sha256) => !noted.has(sha256));
  }

  async rename(sha256: string, name: string): Promise<void> {
    await this.#database.write(["blobNotes"], async (writing) => {
      const notes = writing.objectStore("blobNotes");
      const note = noteIn(await notes.get(sha256));
      if (note) await notes.put({ ...note, name });
    });
  }

  async remove(sha256: string): Promise<void> {
    await this.#database.write(["blobs", "blobNotes"], async (writing) => {
      await writing.objectStore("blobNotes").delete(sha256);
      await writing.objectStore("blobs").delete(IDBKeyRange.bound([sha256], [sha256, []]));
    });
  }
}

function noteIn(value: unknown): BlobNote | null {
  const found = v.safeParse(noteSchema, value);
  return found.success ? found.output : null;
}

import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { contentHash } from "../core/content-hash.ts";
import type { ImageSet } from "../core/images.ts";
import { splits } from "../core/images.ts";
import { randomPixels } from "../testing/image-file-makers.ts";
import type { BlobNote } from "./blobs.ts";
import { Blobs } from "./blobs.ts";
import { LabDatabase } from "./database.ts";
import { whileNobodyWrites } from "./image-lock.ts";
import type { KeptSet } from "./image-sets.ts";
import { dropOrphans, dropUnfinished, isKept, keepSet, keptSet, keptSets } from "./image-sets.ts";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Its training pixels are longer than a part, and a view of more than them. */
const pixels = randomPixels(3072, 3000);
const labels = Uint8Array.from({ length: 3000 }, (_, index) => index % 3);
const images: ImageSet = {
  classes: ["ant", "bee", "cat"],
  size: [32, 32, 3],
  training: { labels: labels.subarray(1), pixels: pixels.subarray(3072) },
  validation: { labels: new Uint8Array(0), pixels: new Uint8Array(0) },
  test: { labels: labels.subarray(0, 1), pixels: pixels.subarray(0, 3072) },
};
const set: KeptSet = {
  name: "insects.zip",
  sha256: await contentHash(images),
  images,
  refitted: [{ path: "insects.zip/cat/1.png", size: "12x20x3", place: { split: "training", index: 2 } }],
  ignored: [],
};

/** Element by element, nine million of them would take a minute. */
function expectSet(found: KeptSet | null): void {
  const known = ({ name, refitted, images: { classes, size } }: KeptSet) => ({ name, refitted, classes, size });
  expect(found && known(found)).toEqual(known(set));
  for (const split of splits)
    for (const key of ["labels", "pixels"] as const)
      expect(Buffer.compare(found!.images[split][key], images[split][key]), `${split} ${key}`).toBe(0);
}

function blobs() {
  return new Blobs(new LabDatabase());
}

test("a set comes back as it was kept, and is listed", async () => {
  const kept = blobs();
  expect(await keptSet(kept, set.sha256)).toBeNull();
  const written: number[] = [];
  await keepSet(kept, set, 5, (done) => written.push(done));
  expect(written.at(-1)).toBe(3000 * 3073);
  expect(written.length).toBeGreaterThan(3);
  expectSet(await keptSet(kept, set.sha256));
  const counts = { training: 2999, validation: 0, test: 1 };
  const { classes } = images;
  expect(await keptSets(kept)).toEqual([{ name: set.name, sha256: set.sha256, size: [32, 32, 3], classes, counts }]);
});

test("of a damaged set nothing is believed, and it can be kept anew", async () => {
  const kept = blobs();
  await keepSet(kept, set, 5, () => {});
  const database = new LabDatabase();
  await database.write(["blobs"], async (writing) => {
    const part = (await writing.objectStore("blobs").get([set.sha256, 1]))!;
    part[100]! ^= 1;
    await writing.objectStore("blobs").put(part, [set.sha256, 1]);
  });
  expect(await keptSet(kept, set.sha256)).toBeNull();
  expect(await isKept(kept, set.sha256)).toBe(false);
  await keepSet(kept, set, 6, () => {});
  expectSet(await keptSet(kept, set.sha256));
});

test("a set whose writing broke off is not there", async () => {
  const kept = blobs();
  const writing = keepSet(kept, set, 5, (done) => {
    if (done > 2 ** 23) throw new Error("the disk is gone");
  });
  await expect(writing).rejects.toThrow("the disk is gone");
  expect(await keptSets(kept)).toEqual([]);
  expect(await keptSet(kept, set.sha256)).toBeNull();
});

test("a set of which a part or a description is missing is kept anew", async () => {
  const kept = blobs();
  const database = new LabDatabase();
  for (const damage of [
    () => database.write(["blobs"], (writing) => writing.objectStore("blobs").delete([set.sha256, 1])),
    () =>
      database.write(["blobNotes"], async (writing) => {
        const notes = writing.objectStore("blobNotes");
        await notes.put({ ...((await notes.get(set.sha256)) as object), about: { size: "large" } });
      }),
  ]) {
    await keepSet(kept, set, 5, () => {});
    await damage();
    expect(await isKept(kept, set.sha256)).toBe(false);
  }
});

/** As a browser gives them: who asks later waits. */
function fairLocks() {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, act: () => Promise<unknown>) => (last = last.then(act, act));
  return { locks: { request } };
}

test("what a tab drops of a set that it gave up is not what another has just written", async () => {
  vi.stubGlobal("navigator", fairLocks());
  const [here, there] = [blobs(), blobs()];
  // Here, it is ended after some parts. There, the same was being read, and waits.
  await here.keep({ sha256: set.sha256, kind: "images", name: "", keptAt: 1, about: null }, [new Uint8Array(3)]);
  const keeping = whileNobodyWrites(set.sha256, () => keepSet(there, set, 5, () => {}));
  await dropUnfinished(here, set.sha256);
  await keeping;
  expectSet(await keptSet(there, set.sha256));
});

test("what is dropped of a set that was given up is all of it", async () => {
  const kept = blobs();
  await kept.keep({ sha256: set.sha256, kind: "images", name: "", keptAt: 1, about: null }, [new Uint8Array(3)]);
  await dropUnfinished(kept, set.sha256);
  expect(await kept.read(set.sha256)).toBeNull();
});

describe("parts without a note", () => {
  const [left, under] = ["a".repeat(64), "b".repeat(64)];
  const leave = (...parts: readonly (readonly [sha256: string, part: number])[]) =>
    new LabDatabase().write(["blobs"], async (writing) => {
      for (const [sha256, part] of parts) await writing.objectStore("blobs").put(new Uint8Array(3), [sha256, part]);
    });

  test("go at the next start, and what has a note stays, whatever its form", async () => {
    vi.stubGlobal("navigator", fairLocks());
    const kept = blobs();
    await keepSet(kept, set, 5, () => {});
    const later = { version: 2, sha256: under, kind: "sounds" };
    await new LabDatabase().write(["blobNotes"], (writing) => writing.objectStore("blobNotes").put(later));
    await leave([left, 0], [left, 1], [under, 0]);
    expect(await kept.withoutNote()).toEqual([left]);
    await dropOrphans(kept);
    expect(await kept.withoutNote()).toEqual([]);
    expectSet(await keptSet(kept, set.sha256));
    expect(await kept.isWhole({ sha256: under, parts: 1 } as BlobNote)).toBe(true);
    vi.unstubAllGlobals();
  });

  test("stay while another tab writes the rest", async () => {
    vi.stubGlobal("navigator", fairLocks());
    const there = blobs();
    let dropping: Promise<void> | undefined;
    await whileNobodyWrites(set.sha256, async () => {
      await leave([set.sha256, 0]);
      dropping = dropOrphans(blobs());
      // Seen without a note by the other, which waits now.
      await vi.waitFor(async () => expect(await there.withoutNote()).toEqual([set.sha256]));
      await keepSet(there, set, 5, () => {});
    });
    await dropping;
    expectSet(await keptSet(there, set.sha256));
    vi.unstubAllGlobals();
  });

  test("stay where a browser has no locks to know a writer by", async () => {
    vi.stubGlobal("navigator", {});
    await leave([left, 0]);
    await dropOrphans(blobs());
    expect(await blobs().withoutNote()).toEqual([left]);
    vi.unstubAllGlobals();
  });
});

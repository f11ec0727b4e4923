import { readFileSync } from "node:fs";
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { sha256Of } from "../core/canonical.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { Report } from "../core/report.ts";
import { done, freeze, frozenDatabase, thaw } from "../testing/frozen-database.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { labStorage } from "./lab-storage.ts";
import { schemaVersion } from "./schema.ts";
import type { TrainingRecord } from "./training-record.ts";

const name = "fsp-lab";
/** One for each version that there ever was, made by the lab of its time. */
const fixture = (version: number) => new URL(`fixtures/v${version}.json`, import.meta.url);

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const run = { experiment: "tiny", seed: 1 };
const step = (n: number): Report => ({
  type: "step",
  stage: 2,
  step: n,
  rate: 0.1,
  loss: 1 / n,
  accuracy: 0.5,
  pairLoss: null,
  milliseconds: 3,
});
const matrices: Report = {
  type: "matrices",
  stage: 1,
  step: 1,
  matrices: [{ pair: "section1", shape: [1, 2], values: Float32Array.of(0.5, -1) }],
  distance: { section1: 1.25 },
};
const rows = (...reports: Report[]): RecordedRun[] => [{ run, reports }];

const record = (id: string): TrainingRecord => ({
  version: 1,
  id,
  document: tinyExperiment,
  begunAt: 5,
  changedAt: 5,
  environment: { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
  status: "training",
  chunks: 0,
  checkpoints: [],
  results: [],
});
const checkpoint = (text: string) => ({ run, stage: 2 as const, step: 1, bytes: new TextEncoder().encode(text) });

async function chunksOf(storage: ReturnType<typeof labStorage>, id: string, count: number) {
  const all: (readonly RecordedRun[])[] = [];
  for await (const chunk of storage.trainings.chunks(id, count)) all.push(chunk);
  return all;
}

/** The database as another program sees it. */
async function raw<T>(act: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const database = await done(indexedDB.open(name));
  try {
    return await act(database);
  } finally {
    database.close();
  }
}

const put = (store: string, value: unknown, key?: IDBValidKey) =>
  raw((database) => done(database.transaction(store, "readwrite").objectStore(store).put(value, key)));

describe("a training", () => {
  test("is kept as it goes, and comes back in order", async () => {
    const storage = labStorage(() => {});
    await storage.trainings.begin(record("a"));
    let kept = await storage.trainings.write(record("a"), rows(matrices, step(1)), null);
    kept = await storage.trainings.write(kept, rows(step(2)), checkpoint("first"));
    expect(await storage.trainings.record("a")).toEqual(kept);
    expect(await chunksOf(storage, "a", kept.chunks)).toEqual([rows(matrices, step(1)), rows(step(2))]);
    expect(kept.checkpoints).toMatchObject([{ slot: 0, chunks: 2, run, stage: 2, step: 1 }]);
  });

  test("has two checkpoints in turn, and goes on from the older where the newer is damaged", async () => {
    const storage = labStorage(() => {});
    let kept = record("a");
    for (const text of ["first", "second", "third"]) {
      kept = await storage.trainings.write(kept, rows(step(1)), checkpoint(text));
    }
    expect(kept.checkpoints.map(({ slot, chunks }) => [slot, chunks])).toEqual([
      [0, 3],
      [1, 2],
    ]);
    const text = async () => new TextDecoder().decode((await storage.trainings.checkpoint(kept))?.bytes);
    expect(await text()).toBe("third");
    await put("checkpoints", new TextEncoder().encode("thirD"), ["a", 0]);
    expect(await text()).toBe("second");
    await put("checkpoints", "no bytes", ["a", 1]);
    expect(await storage.trainings.checkpoint(kept)).toBeNull();
  });

  test("forgets what lies behind the checkpoint that it goes on from", async () => {
    const storage = labStorage(() => {});
    let kept = await storage.trainings.write(record("a"), rows(step(1)), checkpoint("first"));
    kept = await storage.trainings.write(kept, rows(step(2)), null);
    await storage.trainings.begin({ ...kept, chunks: 1 });
    expect(await chunksOf(storage, "a", 2)).toEqual([rows(step(1))]);
  });

  test("ends before a part that was damaged", async () => {
    const storage = labStorage(() => {});
    let kept = await storage.trainings.write(record("a"), rows(step(1)), null);
    kept = await storage.trainings.write(kept, rows(step(2)), null);
    await storage.trainings.write(kept, rows(step(3)), null);
    await put("metrics", [{ run, reports: [{ ...step(2), step: -1 }] }], ["a", 1]);
    expect(await chunksOf(storage, "a", 3)).toEqual([rows(step(1))]);
  });

  test("of a newer lab, or damaged, is counted and left alone", async () => {
    const storage = labStorage(() => {});
    await storage.trainings.begin(record("a"));
    await put("trainings", { ...record("newer"), version: 2 });
    await put("trainings", { ...record("broken"), document: { ...tinyExperiment, batch: 0 } });
    await put("trainings", { id: "junk" });
    // No calendar has these, and to show them throws.
    await put("trainings", { ...record("early"), begunAt: -1 });
    await put("trainings", { ...record("late"), changedAt: Number.POSITIVE_INFINITY });
    const { trainings, unreadable } = await storage.trainings.list();
    expect(trainings.map(({ id }) => id)).toEqual(["a"]);
    expect(unreadable).toBe(5);
    expect(await storage.trainings.record("newer")).toBeNull();
    await storage.trainings.change("newer", { status: "left" });
    expect(await raw((database) => done(database.transaction("trainings").objectStore("trainings").count()))).toBe(6);
  });

  test("is listed and read beside keys of any form", async () => {
    const storage = labStorage(() => {});
    await storage.trainings.begin(record("a"));
    const network = { sha256: "a", name: "a", bytes: Uint8Array.of(1) };
    await storage.trainings.keepNetwork("a", "key", network);
    const keys: IDBValidKey[] = [5, "a", new Date(0), [], ["a"], ["a", 5], [5, "key"], ["a", "key", "more"]];
    for (const store of ["teachers", "metrics", "checkpoints"]) for (const key of keys) await put(store, network, key);
    const { trainings, withTeachers } = await storage.trainings.list();
    expect([trainings.map(({ id }) => id), [...withTeachers]]).toEqual([["a"], ["a"]]);
    expect([...(await storage.trainings.teachers("a"))]).toEqual([["key", network]]);
  });

  test("that was deleted under its writer is not written on without its beginning", async () => {
    const storage = labStorage(() => {});
    const kept = await storage.trainings.write(record("a"), rows(step(1)), checkpoint("first"));
    await done(indexedDB.deleteDatabase(name));
    await expect(storage.trainings.write(kept, rows(step(2)), null)).rejects.toMatchObject({ code: "gone" });
    expect(await storage.trainings.list()).toMatchObject({ trainings: [], unreadable: 0 });
  });

  test("that is deleted leaves nothing, and the others stay whole", async () => {
    const storage = labStorage(() => {});
    for (const id of ["a", "b"]) {
      await storage.trainings.write(record(id), rows(step(1)), checkpoint(id));
      await storage.trainings.keepNetwork(id, "key", { sha256: id, name: id, bytes: Uint8Array.of(1) });
    }
    await storage.trainings.remove("a");
    const counts = await raw(async (database) => {
      const stores = ["trainings", "metrics", "checkpoints", "teachers"];
      return Promise.all(stores.map((store) => done(database.transaction(store).objectStore(store).count())));
    });
    expect(counts).toEqual([1, 1, 1, 1]);
    expect([...(await storage.trainings.teachers("b")).keys()]).toEqual(["key"]);
  });
});

describe("a set-up", () => {
  const saved = (revision: number) => ({
    version: 1 as const,
    id: "x",
    revision,
    savedAt: 1,
    document: tinyExperiment,
  });

  test("is written only over what its writer has seen", async () => {
    const { experiments } = labStorage(() => {});
    expect(await experiments.save(saved(1))).toBe(true);
    expect(await experiments.save(saved(2))).toBe(true);
    expect(await experiments.save({ ...saved(2), savedAt: 9 })).toBe(false);
    expect((await experiments.list()).experiments).toEqual([saved(2)]);
  });

  test("of a newer lab stays as it is", async () => {
    const { experiments } = labStorage(() => {});
    await experiments.list();
    await put("experiments", { ...saved(1), version: 2 });
    await put("experiments", { ...saved(1), id: "late", savedAt: 9e15 });
    expect(await experiments.save(saved(2))).toBe(false);
    expect(await experiments.list()).toEqual({ experiments: [], unreadable: 2 });
  });
});

describe("a blob", () => {
  const bytes = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const blob = { kind: "teacher" as const, name: "mine", keptAt: 7, about: { any: "thing" } };

  test("is kept in parts under its hash, renamed, and removed whole", async () => {
    const { blobs } = labStorage(() => {});
    const sha256 = await sha256Of(Uint8Array.of(1, 2, 3));
    await blobs.keep({ ...blob, sha256 }, bytes);
    expect(await blobs.read(sha256)).toEqual(bytes);
    expect(await blobs.notes("teacher")).toEqual([{ version: 1, ...blob, sha256, bytes: 3, parts: 2 }]);
    expect(await blobs.notes("images")).toEqual([]);
    await blobs.rename(sha256, "ours");
    expect((await blobs.note(sha256))?.name).toBe("ours");
    await blobs.remove(sha256);
    expect(await blobs.read(sha256)).toBeNull();
    expect(await raw((database) => done(database.transaction("blobs").objectStore("blobs").count()))).toBe(0);
  });

  test("whose last part was never written is not there", async () => {
    const { blobs } = labStorage(() => {});
    const sha256 = "0".repeat(64);
    const breaking = function* () {
      yield Uint8Array.of(1);
      throw new Error("the tab was closed");
    };
    await expect(blobs.keep({ ...blob, sha256 }, breaking())).rejects.toThrow("closed");
    expect(await blobs.read(sha256)).toBeNull();
  });
});

describe("the database", () => {
  const versions = Array.from({ length: schemaVersion }, (_, index) => index + 1);

  test("is empty when all is forgotten, of what nobody could read too", async () => {
    await thaw(frozenDatabase(fixture(schemaVersion)), name);
    const storage = labStorage(() => {});
    await storage.trainings.list();
    await put("trainings", { id: "junk" });
    await put("metrics", 5, "junk");
    await storage.forgetAll();
    storage.close();
    const { stores } = JSON.parse(await freeze(name)) as { stores: { records: unknown[] }[] };
    expect(stores).toHaveLength(7);
    expect(stores.flatMap(({ records }) => records)).toEqual([]);
  });

  test("freezes to what it thaws to", async () => {
    await thaw(frozenDatabase(fixture(schemaVersion)), name);
    expect(JSON.parse(await freeze(name))).toEqual(JSON.parse(readFileSync(fixture(schemaVersion), "utf8")));
  });

  test.each(versions)("as a lab of version %i left it is brought to today's", async (version) => {
    await thaw(frozenDatabase(fixture(version)), name);
    const storage = labStorage(() => {});
    const [teacher] = await storage.blobs.notes("teacher");
    expect(teacher).toMatchObject({ name: "frozen", bytes: 3, parts: 2 });
    expect(await storage.blobs.read(teacher!.sha256)).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3)]);
    const { trainings, unreadable } = await storage.trainings.list();
    expect(unreadable).toBe(0);
    if (version === 1) {
      expect(trainings).toEqual([]);
      return;
    }
    const [kept] = trainings;
    expect(kept).toMatchObject({ id: "frozen", status: "training", chunks: 2 });
    expect(await chunksOf(storage, "frozen", 2)).toEqual([rows(matrices, step(1)), rows(step(2))]);
    expect((await storage.trainings.checkpoint(kept!))?.note).toMatchObject({ chunks: 2, step: 1 });
    expect([...(await storage.trainings.teachers("frozen")).values()]).toMatchObject([{ name: "frozen" }]);
    expect((await storage.experiments.list()).experiments).toMatchObject([{ id: "frozen", revision: 1 }]);
  });

  test("of a newer lab is not touched, and that is said", async () => {
    (await done(indexedDB.open(name, 99))).close();
    await expect(labStorage(() => {}).trainings.list()).rejects.toMatchObject({ code: "newer" });
    expect((await done(indexedDB.open(name))).version).toBe(99);
  });

  test("that is not there is said, whatever the browser's way of having none", async () => {
    vi.stubGlobal("indexedDB", undefined);
    await expect(labStorage(() => {}).trainings.list()).rejects.toMatchObject({ code: "none" });
    const refusing = (errorName: string) => ({
      open: () => {
        throw new DOMException("not here", errorName);
      },
    });
    for (const [errorName, code] of [
      ["SecurityError", "none"],
      ["InvalidStateError", "none"],
      ["UnknownError", "failed"],
    ] as const) {
      vi.stubGlobal("indexedDB", refusing(errorName));
      await expect(labStorage(() => {}).trainings.list()).rejects.toMatchObject({ code });
    }
  });

  test("whose connection the browser has dropped is opened anew, and nothing is lost", async () => {
    const storage = labStorage(() => {});
    await storage.trainings.begin(record("a"));
    // As WebKit does when its database server has died: the handle is there, and every use of it fails.
    const dying = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(() => {
      throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
    });
    await storage.trainings.begin(record("b"));
    expect(dying).toHaveBeenCalledTimes(2);
    dying.mockRestore();
    expect((await storage.trainings.list()).trainings).toHaveLength(2);
  });

  test("that is full is said as such, and keeps what it had", async () => {
    const storage = labStorage(() => {});
    const kept = await storage.trainings.write(record("a"), rows(step(1)), checkpoint("first"));
    const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(function (this: IDBObjectStore) {
      throw new DOMException("no room", "QuotaExceededError");
    });
    await expect(storage.trainings.write(kept, rows(step(2)), checkpoint("second"))).rejects.toMatchObject({
      code: "full",
    });
    full.mockRestore();
    expect(await storage.trainings.record("a")).toEqual(kept);
    expect(await chunksOf(storage, "a", 2)).toEqual([rows(step(1))]);
  });

  test("tells of every change, so that other tabs can list anew", async () => {
    const changed = vi.fn<() => void>();
    const storage = labStorage(changed);
    await storage.trainings.begin(record("a"));
    await storage.trainings.change("a", { status: "left" });
    await storage.trainings.remove("a");
    expect(changed).toHaveBeenCalledTimes(3);
  });
});

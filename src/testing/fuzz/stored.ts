/** Records of the browser's database that were damaged: each is read as what it is, or passed over, and costs no other. */
import fc from "fast-check";
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Json } from "../../core/canonical.ts";
import { contentHash } from "../../core/content-hash.ts";
import type { ImageSet } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import { keepSet, keptSet, keptSets } from "../../storage/image-sets.ts";
import type { LabStorage } from "../../storage/lab-storage.ts";
import { labStorage } from "../../storage/lab-storage.ts";
import { schemaVersion } from "../../storage/schema.ts";
import type { TrainingRecord } from "../../storage/training-record.ts";
import { done, frozenDatabase, thaw } from "../frozen-database.ts";
import type { JsonDamage } from "./json-damage.ts";
import { damagedJson, jsonDamages } from "./json-damage.ts";
import type { Tried } from "./outcome.ts";

const databaseName = "fsp-lab";
const frozenFile = () => pathToFileURL(join(process.cwd(), `src/storage/fixtures/v${schemaVersion}.json`));

interface Stored {
  readonly store: string;
  readonly keyPath: string | null;
  readonly key: IDBValidKey;
  readonly value: unknown;
}

export interface StoredFuzz {
  readonly inputs: fc.Arbitrary<StoredInput>;
  try(input: StoredInput): Promise<Tried>;
}

export interface StoredInput {
  readonly record: number;
  readonly damages: readonly JsonDamage[];
}

/** Arrays of numbers as JSON, so that damage reaches them too. */
function toJson(value: unknown): Json {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (inner instanceof Uint8Array) return { u8: [...inner] };
    return inner instanceof Float32Array ? { f32: [...inner] } : inner;
  });
  return JSON.parse(text) as Json;
}

function fromJson(value: Json): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => {
    if (typeof inner !== "object" || inner === null) return inner;
    if ("u8" in inner && Array.isArray(inner.u8)) return Uint8Array.from(inner.u8.map(Number));
    return "f32" in inner && Array.isArray(inner.f32) ? Float32Array.from(inner.f32.map(Number)) : inner;
  });
}

/** The frozen database, and what it has none of: a set of images, and a training with all that a record may say. */
async function filled(): Promise<LabStorage> {
  globalThis.indexedDB = new IDBFactory();
  await thaw(frozenDatabase(frozenFile()), databaseName);
  const storage = labStorage(() => {});
  const images = imageSet();
  const kept = { name: "insects", sha256: await contentHash(images), images, refitted: [], ignored: ["a/b.txt"] };
  await keepSet(storage.blobs, kept, 9, () => {});
  const frozen = await storage.trainings.record("frozen");
  if (!frozen) throw new Error("the frozen database has no training");
  await storage.trainings.change("frozen", fullOf(frozen));
  return storage;
}

function imageSet(): ImageSet {
  const labelled = (count: number) => ({
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
    pixels: Uint8Array.from({ length: 16 * count }, (_, i) => (7 * i) % 256),
  });
  return {
    classes: ["ant", "bee"],
    size: [4, 4, 1],
    training: labelled(4),
    validation: labelled(2),
    test: labelled(2),
  };
}

function fullOf({ document }: TrainingRecord): Partial<Pick<TrainingRecord, "ends" | "broken">> {
  const run = { experiment: document.name, seed: 1 };
  const time = { iterations: 3, seconds: 0.5 };
  return {
    ends: [
      {
        id: "1",
        run,
        rate: 0.1,
        how: { kind: "failed", reason: "it broke" },
        validation: { steps: [1, 2], values: [0.25, 0.5] },
        times: { 0: time, 1: time, 2: time },
      },
    ],
    broken: {
      run,
      stage: 2,
      sound: 3,
      sha256: "0".repeat(64),
      layer: { pass: "forward", layer: "stem.conv", parameter: "kernel", step: 4, range: [-1, 1] },
      isSearched: true,
      isOffered: false,
    },
  };
}

async function allOf(): Promise<Stored[]> {
  const database = await done(indexedDB.open(databaseName));
  const found: Stored[] = [];
  for (const store of database.objectStoreNames) {
    const source = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([done(source.getAllKeys()), done(source.getAll())]);
    const keyPath = source.keyPath as string | null;
    found.push(...keys.map((key, i) => ({ store, keyPath, key, value: values[i] as unknown })));
  }
  database.close();
  return found;
}

/** Stores whose records belong together: damage to one of them is felt by no other. */
const families = {
  experiments: ["experiments"],
  trainings: ["trainings", "metrics", "checkpoints", "teachers"],
  blobs: ["blobNotes", "blobs"],
} as const;
type Family = keyof typeof families;
const familyNames = Object.keys(families) as Family[];

/** All that the lab reads of its database, in the words of its readers. */
async function readAll({ experiments, trainings, blobs }: LabStorage): Promise<Record<Family, readonly string[]>> {
  const ofTrainings: unknown[] = [];
  for (const training of (await trainings.list()).trainings) {
    ofTrainings.push(training, await trainings.checkpoint(training), await trainings.sound(training));
    for await (const chunk of trainings.chunks(training.id, training.chunks)) ofTrainings.push(chunk);
    ofTrainings.push(...(await trainings.networks(training.id)));
  }
  const ofBlobs: unknown[] = [];
  for (const note of await blobs.notes("teacher")) ofBlobs.push(note, await blobs.read(note.sha256));
  for (const { sha256 } of await keptSets(blobs)) {
    const set = await keptSet(blobs, sha256);
    if (set && pixelsOf(set.images) !== pixelsOf(imageSet())) throw new Error("other images than were kept");
    ofBlobs.push(set);
  }
  const texts = (all: readonly unknown[]) => all.flatMap((one) => (one === null ? [] : [JSON.stringify(toJson(one))]));
  const ofExperiments = (await experiments.list()).experiments;
  return { experiments: texts(ofExperiments), trainings: texts(ofTrainings), blobs: texts(ofBlobs) };
}

function pixelsOf({ size, ...labelled }: ImageSet): string {
  return JSON.stringify([size, ...splits.map((split) => toJson(labelled[split]))]);
}

export async function storedFuzz(): Promise<StoredFuzz> {
  const storage = await filled();
  const whole = await allOf();
  const before = await readAll(storage);
  const raw = await done(indexedDB.open(databaseName));
  const open = (name: string) => raw.transaction(name, "readwrite").objectStore(name);
  const put = ({ store, keyPath, key }: Stored, value: unknown) =>
    done(keyPath === null ? open(store).put(value, key) : open(store).put(value));

  const tryOne = async ({ record, damages }: StoredInput): Promise<Tried> => {
    const one = whole[record]!;
    const row = `stored record: ${one.store}`;
    const value = fromJson(damagedJson(toJson(one.value), damages));
    await done(open(one.store).delete(one.key));
    try {
      try {
        await put(one, value);
      } catch (error) {
        // Of no form that a database takes.
        if (!(error instanceof Error) || error.name !== "DataError") throw error;
        return { row, kind: "refused at the door" };
      }
      const seen = await readAll(storage);
      const own = familyNames.find((name) => families[name].some((store) => store === one.store))!;
      for (const name of familyNames) {
        if (name !== own && String(seen[name]) !== String(before[name])) throw new Error(`${name} were lost with it`);
      }
      return { row, kind: seen[own].length < before[own].length ? "refused inside" : "accepted" };
    } finally {
      // A reader may have removed what was damaged.
      for (const name of new Set(whole.map((each) => each.store))) await done(open(name).clear());
      for (const each of whole) await put(each, each.value);
    }
  };
  const inputs = fc.record({ record: fc.nat({ max: whole.length - 1 }), damages: jsonDamages });
  return { inputs, try: tryOne };
}

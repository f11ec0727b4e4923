/** Databases as JSON: frozen once, so that every later lab is held to reading them. */
import { readFileSync } from "node:fs";

interface FrozenStore {
  readonly name: string;
  readonly keyPath: string | null;
  readonly indexes: readonly string[];
  /** In the order of their keys. */
  readonly records: readonly { readonly key: IDBValidKey; readonly value: unknown }[];
}

interface FrozenDatabase {
  readonly version: number;
  readonly stores: readonly FrozenStore[];
}

export function frozenDatabase(file: URL): FrozenDatabase {
  return JSON.parse(readFileSync(file, "utf8"), thawed) as FrozenDatabase;
}

function thawed(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("u8" in value) return Uint8Array.from(Buffer.from(value.u8 as string, "base64"));
  if ("f32" in value) return new Float32Array(Uint8Array.from(Buffer.from(value.f32 as string, "base64")).buffer);
  return value;
}

function frozen(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { u8: Buffer.from(value).toString("base64") };
  if (value instanceof Float32Array) return { f32: Buffer.from(value.buffer).toString("base64") };
  return value;
}

/** Makes it as the lab of its time did. */
export async function thaw({ version, stores }: FrozenDatabase, name: string): Promise<void> {
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => {
    for (const { name: store, keyPath, indexes, records } of stores) {
      const made = opening.result.createObjectStore(store, keyPath === null ? {} : { keyPath });
      for (const index of indexes) made.createIndex(index, index);
      for (const { key, value } of records) made.put(value, keyPath === null ? key : undefined);
    }
  };
  (await done(opening)).close();
}

/** What `thaw` reads. */
export async function freeze(name: string): Promise<string> {
  const database = await done(indexedDB.open(name));
  const stores: FrozenStore[] = [];
  for (const store of database.objectStoreNames) {
    const source = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([done(source.getAllKeys()), done(source.getAll())]);
    stores.push({
      name: store,
      keyPath: source.keyPath as string | null,
      indexes: [...source.indexNames],
      records: keys.map((key, index) => ({ key, value: values[index] as unknown })),
    });
  }
  const { version } = database;
  database.close();
  return `${JSON.stringify({ version, stores }, frozen, 1)}\n`;
}

export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What this browser keeps of the lab itself, so that it opens without a network, and a newer lab that waits to be taken. */
import * as v from "valibot";
import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";
import { sha256Of } from "../core/canonical.ts";
import type { LaterFiles } from "./later-files.ts";
import { sizeFile } from "./later-files.ts";

/** `refused`: the browser would not keep it; `unasked`: on this machine's own address it is kept only when asked. */
export type AppKept = "impossible" | "unasked" | "keeping" | "kept" | "refused";

export type ImagesKept =
  | { readonly kind: "unknown" | "unkept" | "kept" | "failed" }
  | { readonly kind: "keeping"; readonly bytes: number };

/**
 * `waiting`: it can be taken; `taken`: another tab took it, and this page is of the older lab; `missing`: a part of this page's lab
 * did not come when it was needed, as where a newer one has been put up.
 */
export type NewerLab = "none" | "waiting" | "taken" | "missing";

export interface OfflineState {
  readonly app: AppKept;
  /** What keeping the lab takes; null where that is not known, as before it was asked for. */
  readonly appBytes: number | null;
  readonly images: ImagesKept;
  readonly newer: NewerLab;
}

/** A service worker on its way; `redundant` where it could not be installed. */
export interface Installing extends EventTarget {
  readonly state: string;
}

/** As much of a service worker's registration as is used. */
export interface Registration {
  readonly active: unknown;
  readonly installing: Installing | null;
  readonly waiting: { postMessage(message: unknown): void } | null;
  addEventListener(type: "updatefound", listener: () => void): void;
  update(): Promise<unknown>;
  unregister(): Promise<boolean>;
}

export interface Container {
  readonly controller: unknown;
  readonly ready: Promise<unknown>;
  getRegistration(): Promise<Registration | undefined>;
  addEventListener(type: "controllerchange", listener: () => void): void;
}

/** As much of a browser's caches as is used. */
interface Caches {
  open(name: string): Promise<{
    match(path: string): Promise<Response | undefined>;
    put(path: string, response: Response): Promise<void>;
  }>;
  delete(name: string): Promise<boolean>;
  keys(): Promise<string[]>;
}

export interface OfflineParts {
  /** Null where the browser has none, as over plain http. */
  readonly container: Container | null;
  readonly caches: Caches | null;
  readonly register: () => Promise<Registration>;
  readonly fetch: (path: string) => Promise<Response>;
  /** Calls back when a part of the page that is loaded late does not come. */
  readonly onPartMissing: (missing: () => void) => void;
  readonly reload: () => void;
  readonly every: (milliseconds: number, tick: () => void) => void;
  readonly laterFiles: LaterFiles;
  /** A build served from this machine changes often, and one kept from before would only be in the way. */
  readonly isOwnMachine: boolean;
}

const lookForNewerMs = 3_600_000;
const imageCaches = "fsp-lab.images.";
const sizeSchema = v.object({ bytes: v.pipe(v.number(), v.integer(), v.minValue(1)) });

export class Offline {
  readonly store: StoreApi<OfflineState>;
  readonly laterBytes: number;
  readonly #parts: OfflineParts;
  #registration: Registration | undefined;
  #isTaking = false;

  constructor(parts: OfflineParts) {
    this.#parts = parts;
    this.laterBytes = parts.laterFiles.files.reduce((sum, { bytes }) => sum + bytes, 0);
    const app = parts.container && parts.caches ? "unasked" : "impossible";
    this.store = createStore<OfflineState>(() => ({ app, appBytes: null, images: { kind: "unknown" }, newer: "none" }));
    parts.onPartMissing(() => {
      if (this.store.getState().newer === "none") this.store.setState({ newer: "missing" });
    });
    // The first to take a page over is no newer lab: the page came without any.
    let controlled = !!parts.container?.controller;
    parts.container?.addEventListener("controllerchange", () => {
      if (this.#isTaking) return parts.reload();
      if (controlled) this.store.setState({ newer: "taken" });
      controlled = true;
    });
  }

  /** Goes on with what was kept before; elsewhere than on this machine the lab is kept without being asked. */
  async begin(): Promise<void> {
    const { container, isOwnMachine } = this.#parts;
    if (this.store.getState().app === "impossible" || !container) return;
    const before = await container.getRegistration().catch(() => undefined);
    if (before || !isOwnMachine) await this.keep();
  }

  /** How much the lab would keep, for who is asked; a server may have no such file, or no network be there. */
  async lookForSize(): Promise<void> {
    if (this.store.getState().appBytes !== null) return;
    try {
      const response = await this.#parts.fetch(sizeFile);
      if (response.ok) this.store.setState({ appBytes: v.parse(sizeSchema, await response.json()).bytes });
    } catch {
      // It is kept all the same, of a size that nobody named.
    }
  }

  async keep(): Promise<void> {
    const { container, register, every } = this.#parts;
    if (!container) return;
    this.store.setState({ app: "keeping" });
    try {
      const registration = await register();
      this.#registration = registration;
      registration.addEventListener("updatefound", () => this.#follow(registration));
      this.#follow(registration);
      await Promise.race([container.ready, failureOf(registration)]);
      every(lookForNewerMs, () => void registration.update().catch(() => {}));
      this.store.setState({ app: "kept" });
    } catch {
      this.store.setState({ app: "refused" });
      return;
    }
    await this.#lookForImages();
  }

  #follow(registration: Registration): void {
    const look = () => {
      // Without an active one the waiting one is the first.
      if (registration.waiting && registration.active) this.store.setState({ newer: "waiting" });
    };
    look();
    registration.installing?.addEventListener("statechange", look);
  }

  /** The page starts anew in the newer lab. */
  takeNewer(): void {
    const waiting = this.#registration?.waiting;
    if (!waiting) return this.#parts.reload();
    this.#isTaking = true;
    waiting.postMessage({ type: "SKIP_WAITING" });
  }

  async #lookForImages(): Promise<void> {
    const { caches, laterFiles } = this.#parts;
    if (!caches) return;
    const { cache: name, files } = laterFiles;
    for (const other of await caches.keys())
      if (other.startsWith(imageCaches) && other !== name) await caches.delete(other);
    const cache = await caches.open(name);
    const found = await Promise.all(files.map(({ path }) => cache.match(path)));
    this.store.setState({ images: { kind: found.every(Boolean) ? "kept" : "unkept" } });
  }

  /** Fetches the rest of the lab's own images. What came is kept although the rest fails, and is not fetched again. */
  async keepImages(): Promise<void> {
    const { caches, laterFiles, fetch: fetchFile } = this.#parts;
    if (!caches) return;
    let bytes = 0;
    this.store.setState({ images: { kind: "keeping", bytes } });
    try {
      const cache = await caches.open(laterFiles.cache);
      for (const file of laterFiles.files) {
        if (!(await cache.match(file.path))) {
          const response = await fetchFile(file.path);
          const sha256 = await sha256Of(new Uint8Array(await response.clone().arrayBuffer()));
          if (!response.ok || ![file.sha256, file.contentsSha256].includes(sha256))
            throw new Error(`${file.path} is not the file that this lab was built with`);
          await cache.put(file.path, response);
        }
        bytes += file.bytes;
        this.store.setState({ images: { kind: "keeping", bytes } });
      }
      this.store.setState({ images: { kind: "kept" } });
    } catch {
      this.store.setState({ images: { kind: "failed" } });
    }
  }

  /** Nothing of the lab itself is kept any more; what a person made stays. */
  async forget(): Promise<void> {
    const { caches } = this.#parts;
    await this.#registration?.unregister();
    // An origin may be shared with other pages.
    const isOurs = (name: string) => name.startsWith(imageCaches) || name.startsWith("workbox-precache");
    for (const name of (await caches?.keys()) ?? []) if (isOurs(name)) await caches?.delete(name);
    this.store.setState({ app: "unasked", images: { kind: "unknown" }, newer: "none" });
  }
}

/** Rejects when a first installation fails, as for a file that did not come; `ready` would then be waited for without end. */
function failureOf({ active, waiting, installing }: Registration): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (active || waiting) return;
    const look = () => {
      if (!installing || installing.state === "redundant") reject(new Error("The service worker was not installed"));
    };
    look();
    installing?.addEventListener("statechange", look);
  });
}

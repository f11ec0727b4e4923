import { expect, test } from "vitest";
import { keptSizeOf, shardsFor } from "../../vite-offline.ts";
import { sha256Of } from "../core/canonical.ts";
import type { Container, OfflineParts, Registration } from "./offline.ts";
import { Offline } from "./offline.ts";

class Installing extends EventTarget {
  state = "installing";

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }
}

/** A service worker's registration and the browser around it, moved by hand. */
class Browser extends EventTarget implements Container {
  controller: unknown = null;
  ready: Promise<unknown> = Promise.resolve();
  readonly posted: unknown[] = [];
  readonly kept = new Map<string, Map<string, Response>>();
  reloads = 0;
  registrations = 0;
  before: Registration | undefined;
  readonly registration = Object.assign(new EventTarget(), {
    active: null as object | null,
    installing: null as Installing | null,
    waiting: null as Registration["waiting"],
    update: () => Promise.resolve(),
    unregister: () => Promise.resolve(true),
  });

  getRegistration(): Promise<Registration | undefined> {
    return Promise.resolve(this.before);
  }

  changeController(): void {
    this.controller = {};
    this.dispatchEvent(new Event("controllerchange"));
  }

  installNewer(): void {
    const installing = new Installing();
    this.registration.installing = installing;
    this.registration.dispatchEvent(new Event("updatefound"));
    this.registration.waiting = { postMessage: (message) => this.posted.push(message) };
    installing.become("installed");
  }

  readonly caches: NonNullable<OfflineParts["caches"]> = {
    keys: () => Promise.resolve([...this.kept.keys()]),
    delete: (name) => Promise.resolve(this.kept.delete(name)),
    open: (name) => {
      const files = this.kept.get(name) ?? new Map<string, Response>();
      this.kept.set(name, files);
      return Promise.resolve({
        match: (path) => Promise.resolve(files.get(path)),
        put: (path, response) => Promise.resolve(void files.set(path, response)),
      });
    },
  };
}

const bytes = new Uint8Array([1, 2, 3]);
const file = { path: "data/set/train-02.bin.gz", bytes: 3, sha256: await sha256Of(bytes), contentsSha256: "" };

function offlineIn(browser: Browser, parts: Partial<OfflineParts> = {}): Offline {
  return new Offline({
    container: browser,
    caches: browser.caches,
    register: () => {
      browser.registrations += 1;
      return Promise.resolve(browser.registration);
    },
    fetch: () => Promise.resolve(new Response(bytes)),
    onPartMissing: (missing) => browser.addEventListener("part missing", missing),
    reload: () => void (browser.reloads += 1),
    every: () => {},
    laterFiles: { cache: "fsp-lab.images.1", files: [file] },
    isOwnMachine: false,
    ...parts,
  });
}

test("a lab of another machine is kept without being asked, one of this machine only when asked", async () => {
  const elsewhere = new Browser();
  const offline = offlineIn(elsewhere);
  await offline.begin();
  expect(elsewhere.registrations).toBe(1);
  expect(offline.store.getState()).toEqual({ app: "kept", appBytes: null, images: { kind: "unkept" }, newer: "none" });

  const here = new Browser();
  const own = offlineIn(here, { isOwnMachine: true });
  await own.begin();
  expect(here.registrations).toBe(0);
  expect(own.store.getState().app).toBe("unasked");
  await own.keep();
  expect(own.store.getState().app).toBe("kept");
});

test("who is asked whether to keep the lab is told its size, once", async () => {
  const size = keptSizeOf([
    { url: "index.html", size: 2000 },
    { url: "assets/a.js", size: 500_000 },
    { url: "index.html", size: 2000 },
  ]);
  expect(size).toEqual({ bytes: 502_000 });
  const asked: string[] = [];
  const offline = offlineIn(new Browser(), {
    isOwnMachine: true,
    fetch: (path) => {
      asked.push(path);
      return Promise.resolve(new Response(JSON.stringify(size)));
    },
  });
  await offline.lookForSize();
  await offline.lookForSize();
  expect([offline.store.getState().appBytes, asked]).toEqual([502_000, ["offline-size.json"]]);
});

test.each([
  ["there is no such file", () => Promise.resolve(new Response("", { status: 404 }))],
  ["a page comes in its place", () => Promise.resolve(new Response("<!doctype html>"))],
  ["there is no network", () => Promise.reject(new TypeError("offline"))],
])("no size is named where %s", async (_why, fetch) => {
  const offline = offlineIn(new Browser(), { fetch });
  await offline.lookForSize();
  expect(offline.store.getState().appBytes).toBeNull();
});

test("what was kept on this machine before is gone on with", async () => {
  const browser = new Browser();
  browser.before = browser.registration;
  await offlineIn(browser, { isOwnMachine: true }).begin();
  expect(browser.registrations).toBe(1);
});

test("without service workers, or where the browser refuses, the state says so", async () => {
  const none = offlineIn(new Browser(), { container: null });
  await none.begin();
  expect(none.store.getState().app).toBe("impossible");
  const refusing = offlineIn(new Browser(), { register: () => Promise.reject(new Error("no space")) });
  await refusing.begin();
  expect(refusing.store.getState().app).toBe("refused");
});

test.each(["while it is waited for", "before anybody looks"])(
  "a first installation that fails %s is refused",
  async (when) => {
    const browser = new Browser();
    // A browser without an active worker never says that it is ready.
    browser.ready = new Promise(() => {});
    const installing = new Installing();
    browser.registration.installing = installing;
    const offline = offlineIn(browser);
    if (when === "before anybody looks") installing.become("redundant");
    const begun = offline.begin();
    if (when === "while it is waited for") setTimeout(() => installing.become("redundant"));
    await begun;
    expect(offline.store.getState().app).toBe("refused");
  },
);

test("a newer lab waits until it is taken, and the page reloads then and not before", async () => {
  const browser = new Browser();
  const offline = offlineIn(browser);
  await offline.begin();
  browser.changeController();
  expect(offline.store.getState().newer, "the first is no newer one").toBe("none");
  browser.registration.active = {};
  browser.installNewer();
  expect(offline.store.getState().newer).toBe("waiting");
  expect([browser.posted, browser.reloads]).toEqual([[], 0]);
  offline.takeNewer();
  expect(browser.posted).toEqual([{ type: "SKIP_WAITING" }]);
  browser.changeController();
  expect(browser.reloads).toBe(1);
});

test("where another tab took the newer lab, this one does not reload by itself", async () => {
  const browser = new Browser();
  browser.controller = {};
  const offline = offlineIn(browser);
  await offline.begin();
  browser.changeController();
  expect([offline.store.getState().newer, browser.reloads]).toEqual(["taken", 0]);
});

test("that a part of the page did not come is said, the page does not reload by itself, and a newer lab goes before it", async () => {
  const browser = new Browser();
  const offline = offlineIn(browser);
  browser.dispatchEvent(new Event("part missing"));
  expect([offline.store.getState().newer, browser.reloads]).toEqual(["missing", 0]);
  await offline.begin();
  browser.registration.active = {};
  browser.installNewer();
  browser.dispatchEvent(new Event("part missing"));
  expect([offline.store.getState().newer, browser.reloads]).toEqual(["waiting", 0]);
  const other = offlineIn(browser);
  browser.dispatchEvent(new Event("part missing"));
  other.takeNewer();
  expect(browser.reloads).toBe(1);
});

test("images are kept when they are the ones that the lab was built with, and those of older builds go", async () => {
  const browser = new Browser();
  browser.kept.set("fsp-lab.images.0", new Map());
  const offline = offlineIn(browser);
  await offline.begin();
  expect([...browser.kept.keys()]).toEqual(["fsp-lab.images.1"]);
  await offline.keepImages();
  expect(offline.store.getState().images.kind).toBe("kept");
  expect([...browser.kept.get("fsp-lab.images.1")!.keys()]).toEqual([file.path]);
});

test("wrong bytes are not kept", async () => {
  const browser = new Browser();
  const offline = offlineIn(browser, { fetch: () => Promise.resolve(new Response("something else")) });
  await offline.begin();
  await offline.keepImages();
  expect(offline.store.getState().images.kind).toBe("failed");
  expect(browser.kept.get("fsp-lab.images.1")!.size).toBe(0);
});

test("to stop keeping the lab leaves other pages' caches alone", async () => {
  const browser = new Browser();
  const offline = offlineIn(browser);
  await offline.begin();
  browser.kept.set("workbox-precache-v2-here", new Map()).set("another page's", new Map());
  await offline.forget();
  expect([...browser.kept.keys()]).toEqual(["another page's"]);
  expect(offline.store.getState().app).toBe("unasked");
});

test("a first visit keeps the first shards of each split, and the last for validation", () => {
  const shard = (name: string) => ({ file: name, count: 10, bytes: 1, sha256: "", contentsSha256: "" });
  const manifest = { training: ["a", "b", "c", "d"].map(shard), test: ["e", "f"].map(shard) };
  const { atOnce, later } = shardsFor(manifest, { training: 11, validation: 1, test: 10 });
  expect(atOnce.map(({ file: name }) => name)).toEqual(["a", "b", "d", "e"]);
  expect(later.map(({ file: name }) => name)).toEqual(["c", "f"]);
});

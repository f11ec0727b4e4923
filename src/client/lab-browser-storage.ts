/** The lab's data in a browser's own storage. */
import { BrowserStorage } from "./browser-storage.ts";
import type { Imports } from "./imports.ts";
import type { Lab } from "./lab-store.ts";
import type { Offline } from "./offline.ts";

const askedKey = "fsp-lab.asked-to-keep";
/** An origin may be shared with other pages. */
const isOurs = (name: string) => name.startsWith("fsp-lab");

export function labBrowserStorage(lab: Lab, imports: Imports, offline: Offline): BrowserStorage {
  // Over plain http there is none.
  const { storage: manager } = navigator as Partial<Navigator>;
  const storage = new BrowserStorage({
    manager: manager ?? null,
    wasAsked: () => {
      try {
        return localStorage.getItem(askedKey) !== null;
      } catch {
        return true;
      }
    },
    noteAsked: () => {
      try {
        localStorage.setItem(askedKey, "1");
      } catch {
        // Without storage there is nothing to keep either.
      }
    },
    forgets: [() => lab.saved.forgetAll(), () => offline.forget(), forgetCaches, forgetChoices],
    reload: () => location.reload(),
  });
  lab.saved.store.subscribe(({ trainings, teachers }) => {
    if (teachers.length > 0 || trainings.some(({ chunks }) => chunks > 0)) void storage.hasWorth();
  });
  imports.store.subscribe(({ kept }) => {
    if (kept && kept.length > 0) void storage.hasWorth();
  });
  return storage;
}

async function forgetCaches(): Promise<void> {
  const { caches: all } = globalThis as { readonly caches?: CacheStorage };
  for (const name of (await all?.keys()) ?? []) if (isOurs(name)) await all?.delete(name);
}

/** Language, theme, and the like. */
async function forgetChoices(): Promise<void> {
  for (const key of Object.keys(localStorage)) if (isOurs(key)) localStorage.removeItem(key);
}

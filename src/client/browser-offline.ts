/** The lab kept offline with a browser's own service worker and caches. */
import { laterFiles } from "virtual:later-files";
import { scriptAddress } from "../core/script-address.ts";
import { Offline } from "./offline.ts";

export function browserOffline(): Offline {
  const { serviceWorker } = navigator as Partial<Navigator>;
  return new Offline({
    container: serviceWorker ?? null,
    caches: "caches" in globalThis ? caches : null,
    register: () =>
      serviceWorker!.register(scriptAddress("sw.js", globalThis), { scope: "./", updateViaCache: "none" }),
    fetch: (path) => fetch(path),
    // Vite's own event. Whoever asked for the part is told of it all the same.
    onPartMissing: (missing) => addEventListener("vite:preloadError", missing),
    reload: () => location.reload(),
    every: (milliseconds, tick) => void setInterval(tick, milliseconds),
    laterFiles,
    isOwnMachine: ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname),
  });
}

/** The threads that a browser has for us; to be asked for in a worker, which may wait for others. */
import { scriptAddress } from "../../core/script-address.ts";
// oxlint-disable-next-line import/default -- Vite makes it
import poolWorkerUrl from "./pool-worker.ts?worker&url";
import type { Joining, StartedWorker, ThreadParts } from "./threads.ts";

/** More would wait for tasks: a step's maps are cut into 32 ranges. */
const most = 16;

/** Whether this page may share memory between threads: its server has to isolate it, and the browser to know how. */
export function canShareMemory(): boolean {
  const { crossOriginIsolated: isolated, SharedArrayBuffer: shared } = globalThis as Partial<typeof globalThis>;
  return isolated === true && typeof shared === "function";
}

/** All cores but one, which the page and the rest of the machine get. */
export function browserThreads(): ThreadParts {
  const cores = canShareMemory() ? navigator.hardwareConcurrency : 1;
  return { count: Math.min(Math.max(1, cores - 1), most), startWorker };
}

function startWorker(joining: Joining): StartedWorker {
  const worker = new Worker(scriptAddress(poolWorkerUrl, globalThis), { type: "module", name: "wasm thread" });
  const joined = new Promise<void>((resolve, reject) => {
    worker.addEventListener(
      "message",
      // The one thing that it says.
      ({ data }) => (data === null ? resolve() : reject(new Error("a worker said what no thread says"))),
      { once: true },
    );
    worker.addEventListener("error", (error) => {
      error.preventDefault();
      // Of a file that cannot be loaded a browser says nothing.
      reject(new Error(error.message ? `a worker failed: ${error.message}` : "a worker could not be loaded"));
    });
  });
  worker.postMessage(joining);
  return { joined, end: () => worker.terminate() };
}

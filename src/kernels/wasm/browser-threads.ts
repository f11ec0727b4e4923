/** The threads that a browser has for us; to be asked for in a worker, which may wait for others. */
import type { Joining, StartedWorker, ThreadParts } from "./threads.ts";

/** More would wait for tasks: a step's maps are cut into 32 ranges. */
const most = 16;

/** All cores but one, which the page and the rest of the machine get. Without isolation no memory can be shared. */
export function browserThreads(): ThreadParts {
  const canShare = crossOriginIsolated && typeof SharedArrayBuffer === "function";
  const cores = canShare ? navigator.hardwareConcurrency - 1 : 1;
  return { count: Math.min(Math.max(1, cores), most), startWorker };
}

function startWorker(joining: Joining): StartedWorker {
  const worker = new Worker(new URL("./pool-worker.ts", import.meta.url), { type: "module", name: "wasm thread" });
  const joined = new Promise<void>((resolve, reject) => {
    worker.addEventListener("message", () => resolve(), { once: true });
    worker.addEventListener("error", ({ message }) => reject(new Error(`a worker failed: ${message}`)), { once: true });
  });
  worker.postMessage(joining);
  return { joined, end: () => worker.terminate() };
}

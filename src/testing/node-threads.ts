/** Node's workers as threads of a wasm host. */
import { Worker } from "node:worker_threads";
import type { StartWorker } from "../kernels/wasm/threads.ts";

/** What `pool-worker.ts` does in a browser, for a worker that reads no TypeScript. */
const script = `
  const { parentPort, workerData: { module, memory, state, thread } } = require("node:worker_threads");
  WebAssembly.instantiate(module, { env: { memory } }).then(({ exports }) => {
    parentPort.postMessage(null);
    exports.work(state, thread);
  });
`;

export const startNodeWorker: StartWorker = (joining) => startedWorker(script, joining);

/** One that never joins. */
export const startSilentWorker: StartWorker = (joining) => startedWorker("setInterval(() => {}, 1000)", joining);

/** One that fails. */
export const startBrokenWorker: StartWorker = (joining) => startedWorker("throw new Error('it broke')", joining);

function startedWorker(code: string, joining: Parameters<StartWorker>[0]): ReturnType<StartWorker> {
  const worker = new Worker(code, { eval: true, workerData: joining });
  const joined = new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  return { joined, end: () => void worker.terminate() };
}

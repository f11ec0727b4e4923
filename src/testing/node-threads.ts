/** Node's workers as threads of a wasm host. */
import { Worker } from "node:worker_threads";
import { announceDeath } from "../kernels/wasm/thread-death.ts";
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

/** One that joins, takes a task, and dies with it in hand: as `pool-worker.ts` does when the task throws. */
export const startDyingWorker: StartWorker = (joining) =>
  startedWorker(
    `
  const { parentPort, workerData: { memory, state, diedAt } } = require("node:worker_threads");
  const announceDeath = ${announceDeath.toString()};
  parentPort.postMessage(null);
  const words = new Int32Array(memory.buffer), tickets = new BigInt64Array(memory.buffer);
  for (;;) {
    const ticket = Atomics.load(tickets, state / 8);
    const group = Atomics.load(words, (state + 8) / 4);
    const isOpen = group !== 0 && Number(ticket & 0xffffn) < new Int32Array(memory.buffer)[group / 4];
    if (isOpen && Atomics.compareExchange(tickets, state / 8, ticket, ticket + 1n) === ticket) break;
  }
  announceDeath(memory, state, diedAt);
`,
    joining,
  );

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

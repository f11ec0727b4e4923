/** A host whose programs run on several threads, which share its memory. */
import { bytesOf } from "./binary.ts";
import type { Host } from "./host.ts";
import { Scratch, openHost } from "./host.ts";
import { MachineMemory } from "./memory.ts";
import { poolState, ThreadDied } from "./thread-death.ts";
import sharedMachineUrl from "./shared-machine.wasm?url&inline";
import type { ScratchSizes } from "./writer.ts";

/** What a thread needs to join: it makes an instance of the module and calls `work(state, thread)`, which never returns. */
export interface Joining {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly state: number;
  readonly thread: number;
  /** Where in the state a thread says that it died. */
  readonly diedAt: number;
}

/** Whether a message of anybody's is one. */
export function isJoining(data: unknown): data is Joining {
  const isObject = typeof data === "object" && data !== null;
  if (!isObject || !("module" in data && "memory" in data && "state" in data && "thread" in data && "diedAt" in data))
    return false;
  const { module, memory, state, thread, diedAt } = data;
  return (
    module instanceof WebAssembly.Module &&
    memory instanceof WebAssembly.Memory &&
    [state, thread, diedAt].every((value) => Number.isSafeInteger(value))
  );
}

/** Starts a worker of the platform; `pool-worker.ts` is what it runs in a browser. */
export type StartWorker = (joining: Joining) => StartedWorker;

export interface StartedWorker {
  /** Resolves when the worker is about to call `work`. */
  readonly joined: Promise<void>;
  end(): void;
}

export interface ThreadParts {
  /** This thread included. */
  readonly count: number;
  readonly startWorker: StartWorker;
}

/** What `shared-machine.as.ts` exports and is used on this side. */
interface SharedExports extends ScratchSizes {
  runShared(program: number, state: number): number;
}

/** How long a worker may take to join. */
const patienceMs = 5000;

/** Where in the state that all threads look at each finds its scratch, as `threads.as.ts` describes it. */
const scratchAt = 20;

/** The host, and why the threads that it was asked for did not start; null where they did. */
export interface OpenedHost {
  readonly host: Host;
  readonly trouble: string | null;
}

/** Where threads cannot be had, this one works alone: with the same bits. */
export async function openThreadedHost({ count, startWorker }: ThreadParts): Promise<OpenedHost> {
  if (count <= 1) return { host: await openHost(), trouble: null };
  try {
    return { host: await withThreads(count, startWorker), trouble: null };
  } catch (error) {
    return { host: await openHost(), trouble: reasonOf(error) };
  }
}

async function withThreads(count: number, startWorker: StartWorker): Promise<Host> {
  const memory = new MachineMemory(sharedMemory());
  const module = await WebAssembly.compile(bytesOf(sharedMachineUrl));
  const instance = await WebAssembly.instantiate(module, { env: { memory: memory.memory } });
  // oxlint-disable-next-line no-unsafe-type-assertion -- it is built from the source that is named above
  const exports = instance.exports as unknown as SharedExports;
  const { bytes, diedAt } = poolState(count);
  const state = memory.lend(bytes);
  const workers: StartedWorker[] = [];
  const close = () => {
    for (const worker of workers.splice(0)) worker.end();
  };
  try {
    for (let thread = 1; thread < count; thread++) {
      workers.push(startWorker({ module, memory: memory.memory, state, thread, diedAt }));
    }
    await inTime(Promise.all(workers.map(({ joined }) => joined)));
  } catch (error) {
    close();
    throw error;
  }
  const scratch = new Scratch(memory, count);
  return {
    memory,
    sizes: exports,
    threads: count,
    reserve: (bytes) => {
      if (!scratch.reserve(bytes)) return;
      const { ints } = memory.views;
      for (let thread = 0; thread < count; thread++)
        ints[(state + scratchAt) / 4 + thread] = scratch.addressFor(thread);
    },
    run: (program) => {
      const hasDied = () => Atomics.load(memory.views.ints, (state + diedAt) / 4) !== 0;
      // One that stands still is taken for dead too, after the patience that `threads.as.ts` has.
      if (hasDied() || !exports.runShared(program, state) || hasDied()) {
        close();
        throw new ThreadDied();
      }
    },
    close,
  };
}

/** Of the largest size that the engine sets aside addresses for; pages of 64 KiB. */
function sharedMemory(): WebAssembly.Memory {
  for (let maximum = 65_536; maximum > 4096; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return new WebAssembly.Memory({ initial: 16, maximum: 4096, shared: true });
}

async function inTime(joined: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a worker did not answer within ${patienceMs / 1000} s`)), patienceMs);
  });
  try {
    await Promise.race([joined, late]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

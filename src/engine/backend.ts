/** Opens one of tfjs's backends, alone, and keeps watch over it. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import type { Convolution, VariantTable } from "../kernels/convolution/variants.ts";
import type { ArenaLengths, Machine } from "../kernels/routine/machine.ts";
import type { Host } from "../kernels/wasm/host.ts";
import { registerGradients } from "../kernels/register.ts";
import { NoRoom } from "../kernels/wasm/no-room.ts";
import { ThreadDied } from "../kernels/wasm/thread-death.ts";
import { GpuFailure } from "../kernels/webgpu/watch.ts";
import { adapterFound, adapterName, gpuApi, isSoftware, requestAdapter } from "./adapter.ts";

export { GpuFailure, NoRoom, ThreadDied };

export interface Backend {
  readonly kind: BackendKind;
  readonly engine: EngineKind;
  /** The GPU's name; null where there is none. */
  readonly adapter: string | null;
  /** Whether the "GPU" is a program on the CPU: its times are not a GPU's. */
  readonly software: boolean;
  /** Of wasm machines that may use several; null elsewhere. */
  readonly threads: ThreadNote | null;
  /** Throws what went wrong on the device first, if anything did; numbers read since then are worth nothing. */
  check(): void;
  /** What is behind an error: a device that failed makes others fail before it is heard of itself. */
  causeOf(error: unknown): Promise<unknown>;
  /** Resolves when the device's errors on all work submitted so far have arrived; throws the first of them. */
  settle(): Promise<void>;
  /** The fast engine's, with arenas of these lengths; null where everything goes through tfjs. */
  readonly openMachine: ((lengths: ArenaLengths) => Promise<Machine>) | null;
  /**
   * Finds the fastest variant of each convolution that `known` does not tell, and opens machines by what it gives from then
   * on; null where there is nothing to choose. A software adapter's times say nothing of a GPU, and its shapes were measured.
   */
  readonly tune: Tune | null;
  /** Frees the backend, and every tensor on it. */
  close(): void;
}

export type Tune = (
  convolutions: readonly Convolution[],
  known: VariantTable,
  now: () => number,
) => Promise<VariantTable>;

/** How many threads compute, and what keeps it from being more. */
export interface ThreadNote {
  readonly count: number;
  /** The page may not share memory between threads, or the workers that it started for them did not come. */
  readonly trouble: "not-isolated" | "not-started" | null;
}

export interface BackendParts {
  /** tfjs's SIMD binary, its address or its bytes; only "wasm" takes it. */
  readonly wasm: string | Uint8Array<ArrayBuffer>;
  /** "reference" trains through tfjs's tape and, where tfjs has them, its stock kernels; "fast" on machines of our own. */
  readonly engine: EngineKind;
  /** Whether wasm machines may use a browser's other cores too. */
  readonly threads?: boolean;
}

/** Why a backend was taken. */
type BackendReason = Awaited<ReturnType<typeof adapterFound>> | "asked" | "no-device";

/** This machine's browser has no WebAssembly, or was told to do without. */
export class NoWasm extends Error {
  override readonly name = "NoWasm";
  constructor() {
    super("There is no WebAssembly here.");
  }
}

/** This machine's WebAssembly has no SIMD instructions. */
export class NoSimd extends Error {
  override readonly name = "NoSimd";
  constructor() {
    super("This machine's WebAssembly has no SIMD instructions.");
  }
}

export interface ChosenBackend {
  readonly backend: Backend;
  readonly reason: BackendReason;
}

/** What was asked for; else WebGPU where there is hardware behind it that gives a device, and wasm everywhere else. */
export async function openChosenBackend(asked: BackendKind | null, parts: BackendParts): Promise<ChosenBackend> {
  if (asked) return { backend: await openBackend(asked, parts), reason: "asked" };
  const reason = await adapterFound();
  if (reason !== "hardware") return { backend: await openBackend("wasm", parts), reason };
  try {
    return { backend: await openBackend("webgpu", parts), reason };
  } catch (error) {
    if (!(error instanceof GpuFailure)) throw error;
    return { backend: await openBackend("wasm", parts), reason: "no-device" };
  }
}

/** One backend at a time: close the last before the next. It alone is registered, and is made active. */
export async function openBackend(kind: BackendKind, parts: BackendParts): Promise<Backend> {
  tf.enableProdMode();
  registerGradients();
  const backend = await open(kind, parts);
  if (!(await tf.setBackend(kind)) || tf.getBackend() !== kind) {
    throw new Error(`The backend "${kind}" did not start; tfjs runs "${tf.getBackend()}".`);
  }
  return backend;
}

function open(kind: BackendKind, parts: BackendParts): Promise<Backend> {
  switch (kind) {
    case "cpu":
      return openCpu(parts.engine);
    case "wasm":
      return openWasm(parts);
    case "webgpu":
      return openWebgpu(parts.engine);
    default:
      return kind satisfies never;
  }
}

async function openCpu(engine: EngineKind): Promise<Backend> {
  const cpu = await import("../kernels/cpu/open.ts");
  cpu.openCpu();
  return withoutDevice("cpu", engine);
}

async function openWasm({ wasm: binary, engine, threads }: BackendParts): Promise<Backend> {
  const wasm = await import("../kernels/wasm/open.ts");
  if (!wasm.hasWasm()) throw new NoWasm();
  if (!wasm.hasSimd()) throw new NoSimd();
  await wasm.openWasm(binary, engine);
  if (engine === "reference") return withoutDevice("wasm", engine);
  const { WasmMachine } = await import("../kernels/wasm/machine.ts");
  const { host, note } = threads ? await threadedHost() : { host: await openHost(), note: null };
  const backend = withoutDevice("wasm", engine);
  return {
    ...backend,
    threads: note,
    openMachine: (lengths) => Promise.resolve(new WasmMachine(host, lengths)),
    close: () => {
      host.close();
      backend.close();
    },
  };
}

async function openWebgpu(engine: EngineKind): Promise<Backend> {
  const adapter = await requestAdapter();
  if (!adapter) throw new GpuFailure(gpuApi() ? "WebGPU has no adapter here." : "There is no WebGPU here.");
  const webgpu = await import("../kernels/webgpu/open.ts");
  const { info } = adapter;
  const { WebgpuMachine } = await import("../kernels/webgpu/machine.ts");
  const { device, watch } = await webgpu.openWebgpu(adapter);
  const host = { device, settle: () => watch.settle(), variants: {} };
  const software = isSoftware(info);
  const tune: Tune = async (convolutions, known, now) => {
    const { trialsOn, tunedTable } = await import("../kernels/webgpu/tune.ts");
    host.variants = await tunedTable(convolutions, known, trialsOn(host), now);
    return host.variants;
  };
  return {
    kind: "webgpu",
    engine,
    adapter: adapterName(info),
    software,
    tune: engine === "fast" && !software ? tune : null,
    check: () => {
      if (watch.failure) throw watch.failure;
    },
    threads: null,
    causeOf: (error) => watch.causeOf(error),
    settle: () => watch.settle(),
    openMachine: engine === "fast" ? (lengths) => Promise.resolve(new WebgpuMachine(host, lengths)) : null,
    close: () => {
      tf.removeBackend("webgpu");
      watch.close();
    },
  };
}

async function openHost(): Promise<Host> {
  return (await import("../kernels/wasm/host.ts")).openHost();
}

async function threadedHost(): Promise<{ readonly host: Host; readonly note: ThreadNote }> {
  const [{ browserThreads, canShareMemory }, { openThreadedHost }] = await Promise.all([
    import("../kernels/wasm/browser-threads.ts"),
    import("../kernels/wasm/threads.ts"),
  ]);
  const { host, trouble } = await openThreadedHost(browserThreads());
  const why = trouble === null ? null : "not-started";
  return { host, note: { count: host.threads, trouble: canShareMemory() ? why : "not-isolated" } };
}

function withoutDevice(kind: "cpu" | "wasm", engine: EngineKind): Backend {
  return {
    kind,
    engine,
    adapter: null,
    software: false,
    check: () => {},
    causeOf: (error) => Promise.resolve(error),
    settle: () => Promise.resolve(),
    threads: null,
    openMachine: null,
    tune: null,
    close: () => tf.removeBackend(kind),
  };
}

/** The engine's side of the protocol, in a process or a worker of its own. */
import type { Engine, Prepared } from "./engine.ts";
import type { GpuTally } from "./gpu-watch.ts";
import { watchGpu } from "./gpu-watch.ts";
import type { Answer, Request } from "./protocol.ts";
import { watchWasm } from "./wasm-watch.ts";

export type OpenEngine = (backend: string) => Promise<Engine>;

export interface Place {
  /** Brings WebGPU where there is none. */
  readonly bringGpu: () => Promise<void>;
  readonly loadEngine: () => Promise<OpenEngine>;
  /** Of JavaScript's heap, after a collection where one can be asked for. */
  readonly heapBytes: () => number;
}

/** Answers requests in the order in which they come. */
export function answerer({ bringGpu, loadEngine, heapBytes }: Place): (request: Request) => Promise<Answer> {
  const prepared = new Map<string, Prepared>();
  let engine: Engine | undefined;
  let tally: GpuTally | null = null;
  let wasmBytes = () => 0;

  const answer = async (request: Request): Promise<Answer> => {
    switch (request.type) {
      case "open":
        if (request.backend === "webgpu") {
          await bringGpu();
          tally = watchGpu();
        }
        wasmBytes = watchWasm();
        engine = await (await loadEngine())(request.backend);
        return { type: "opened", ...engine.opened };
      case "prepare":
        prepared.set(request.name, await engine!.prepare(request.work));
        return { type: "prepared" };
      case "run": {
        const before = { ...tally };
        const start = performance.now();
        const loss = await prepared.get(request.name)!.run(request.steps);
        const ms = performance.now() - start;
        return { type: "ran", ms, loss, counts: differenceOf(tally, before) };
      }
      case "memory": {
        const tensors = engine!.tensors();
        if (tensors === null) return { type: "missing", reason: "it does not say what it holds" };
        return { type: "memory", tensors, poolBytes: (tally?.liveBytes ?? 0) + wasmBytes(), heapBytes: heapBytes() };
      }
      case "release":
        prepared.get(request.name)?.dispose();
        prepared.delete(request.name);
        return { type: "released" };
      default:
        return request satisfies never;
    }
  };
  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      return { type: "missing", reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

function differenceOf(now: GpuTally | null, before: Partial<GpuTally>) {
  if (!now || now.dispatches === before.dispatches) return null;
  return {
    dispatches: now.dispatches - (before.dispatches ?? 0),
    uploadedBytes: now.uploadedBytes - (before.uploadedBytes ?? 0),
  };
}

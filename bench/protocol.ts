/** What the bench asks of an engine in another process or worker, one question at a time, and what it answers. */
import type { Work } from "./cases.ts";

export type Request =
  | { readonly type: "open"; readonly backend: string }
  | { readonly type: "prepare"; readonly name: string; readonly work: Work }
  | { readonly type: "run"; readonly name: string; readonly steps: number }
  | { readonly type: "memory" }
  | { readonly type: "release"; readonly name: string };

export interface GpuCounts {
  readonly dispatches: number;
  readonly uploadedBytes: number;
}

export interface Opened {
  /** The GPU's name; null where the CPU computes. */
  readonly adapter: string | null;
  readonly software: boolean;
  /** Threads of the CPU that compute; null on a GPU. */
  readonly threads: number | null;
  /** The engine's version, where it alone knows it. */
  readonly version: string | null;
}

export interface MemoryUse {
  readonly tensors: number;
  /** What the backend holds: buffers of the GPU in use and pooled, and the memories of wasm. */
  readonly poolBytes: number;
  /** JavaScript's own heap, after a collection. */
  readonly heapBytes: number;
}

export type Answer =
  | ({ readonly type: "opened" } & Opened)
  | { readonly type: "prepared" }
  /** `ms` until the last step was done; the loss of that step; counts of all steps, where there is WebGPU. */
  | { readonly type: "ran"; readonly ms: number; readonly loss: number | null; readonly counts: GpuCounts | null }
  | ({ readonly type: "memory" } & MemoryUse)
  | { readonly type: "released" }
  /** The engine has no such backend or cannot do such work; or it broke. */
  | { readonly type: "missing"; readonly reason: string };

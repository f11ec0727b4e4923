/** Opens the one tfjs backend that a run uses, and notices when it can no longer be trusted. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import type { BackendKind } from "../core/backend-kind.ts";

export interface Backend {
  readonly kind: BackendKind;
  /** The GPU as its driver names it; null without one. */
  readonly adapter: string | null;
  /** A GPU that is imitated by the processor. */
  readonly software: boolean;
  /** Throws the first error that the device has reported. */
  check(): void;
  /** Waits until errors of the work submitted so far have arrived, then checks. */
  settle(): Promise<void>;
  close(): void;
}

export interface BackendFiles {
  /** tfjs's SIMD binary: its address, or its bytes. */
  readonly wasm: string | Uint8Array;
}

/** The GPU cannot be used, or can no longer be trusted. */
export class GpuFailure extends Error {
  override readonly name = "GpuFailure";
}

/** The machine or browser lacks WebAssembly SIMD, without which training is hopeless. */
export class NoSimd extends Error {
  override readonly name = "NoSimd";
}

/** Registers the chosen backend and no other, and sets it. */
export async function openBackend(kind: BackendKind, files: BackendFiles): Promise<Backend> {
  tf.enableProdMode();
  const backend = await opened(kind, files);
  if (!(await tf.setBackend(kind)) || tf.getBackend() !== kind) {
    throw new Error(`The ${kind} backend did not start; tfjs is on ${tf.getBackend() || "none"}.`);
  }
  return backend;
}

async function opened(kind: BackendKind, files: BackendFiles): Promise<Backend> {
  switch (kind) {
    case "cpu":
      await import("@tensorflow/tfjs-backend-cpu");
      return plainBackend(kind);
    case "wasm": {
      const { prepareWasm } = await import("./wasm-backend.ts");
      await prepareWasm(files.wasm);
      return plainBackend(kind);
    }
    case "webgpu": {
      const { openWebgpu } = await import("./webgpu-backend.ts");
      return openWebgpu();
    }
    default:
      return kind satisfies never;
  }
}

function plainBackend(kind: BackendKind): Backend {
  return { kind, adapter: null, software: false, check: () => {}, settle: async () => {}, close: () => tf.removeBackend(kind) };
}

/** WebGPU on a hardware adapter, else wasm, and why. */
export async function chooseBackend(): Promise<{
  readonly kind: BackendKind;
  readonly reason: "hardware" | "no-api" | "no-adapter" | "software-adapter";
}> {
  const { adapterFound } = await import("./adapter.ts");
  const found = await adapterFound();
  return found === "hardware" ? { kind: "webgpu", reason: found } : { kind: "wasm", reason: found };
}

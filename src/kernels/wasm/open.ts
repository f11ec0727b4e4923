/** Opens tfjs's wasm backend: its SIMD binary, one thread, with our kernels in its memory. */
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import "@tensorflow/tfjs-backend-wasm/dist/register_all_kernels.js";
import * as tf from "@tensorflow/tfjs-core";
import { BadInput, reasonOf } from "../../core/bad-input.ts";
import { registerWasmBatchNorm } from "../batch-norm/wasm.ts";
import { registerWasmConvolution } from "../convolution/wasm.ts";
import { registerWasmCrossEntropy } from "../cross-entropy/wasm.ts";
import { registerWasmDepthwise } from "../depthwise/wasm.ts";
import { registerWasmFsp } from "../fsp/wasm.ts";
import { registerWasmIdentity } from "../identity/wasm.ts";
import { registerWasmMaxPoolGrad } from "../max-pool/wasm.ts";
import { registerWasmMomentum } from "../momentum/wasm.ts";
import type { EngineKind } from "../../core/backend-kind.ts";
import { registerComposedKernels } from "../register.ts";
import { Heap, loadKernels } from "./heap.ts";
import { startModule } from "./module.ts";

/**
 * Registers the backend `wasm`. `binary` is tfjs's SIMD binary, its address or its bytes.
 * Convolution and the gradient of pooling are ours on either engine: tfjs lacks gradients of the one, and has the other wrong.
 */
export async function openWasm(binary: string | Uint8Array<ArrayBuffer>, engine: EngineKind): Promise<void> {
  const { module, memory } = await startModule(typeof binary === "string" ? await bytesAt(binary) : binary);
  const backend = new BackendWasm(module);
  tf.registerBackend("wasm", () => backend);
  const heap = new Heap(await loadKernels(memory), backend, module);
  registerWasmConvolution(heap);
  registerWasmDepthwise(heap);
  registerWasmMaxPoolGrad(heap);
  if (engine === "reference") {
    registerComposedKernels("wasm");
    return;
  }
  registerWasmBatchNorm(heap);
  registerWasmCrossEntropy(heap);
  registerWasmFsp(heap);
  registerWasmIdentity(heap);
  registerWasmMomentum(heap);
}

async function bytesAt(path: string): Promise<ArrayBuffer> {
  const unread = (status: number | null, reason: string) => new BadInput({ code: "file-unread", path, status, reason });
  const response = await fetch(path, { credentials: "same-origin" }).catch((error: unknown) => {
    throw unread(null, reasonOf(error));
  });
  if (!response.ok) throw unread(response.status, response.statusText);
  return response.arrayBuffer();
}

/** A module of one function that uses a vector. */
const simdProbe = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11];

/** False where the browser was told to do without, as in Apple's Lockdown Mode; types say it is always there. */
export function hasWasm(): boolean {
  return (globalThis as Partial<typeof globalThis>).WebAssembly !== undefined;
}

export function hasSimd(): boolean {
  return WebAssembly.validate(new Uint8Array(simdProbe));
}

/** Our wasm kernels, and the tensors in the memory that they share with tfjs's. */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import type * as tf from "@tensorflow/tfjs-core";
import type { ConvolutionScratch } from "../convolution/wasm-passes.ts";
import { bytesOf } from "./binary.ts";
import type { EmscriptenModule } from "./module.ts";
import kernelsUrl from "./kernels.wasm?url&inline";

/** What `kernels.as.ts` exports; addresses are in bytes, and a truth is 1 or 0. Parameters are described there. */
type KernelName =
  | "batchNormApply"
  | "batchNormGrad"
  | "batchNormTraining"
  | "crossEntropy"
  | "depthwiseConv"
  | "depthwiseFilterGrad"
  | "depthwiseInputGrad"
  | "directConv"
  | "directFilterGradient"
  | "fspLoss"
  | "fspMatrices"
  | "fspMatricesGrad"
  | "maxPoolGrad"
  | "momentumStep"
  | "packFilter"
  | "winogradConv"
  | "winogradFilter"
  | "winogradFilterGradient";

export type WasmKernels = Readonly<Record<KernelName, (...numbers: number[]) => void>> &
  ConvolutionScratch & {
    /** Bytes that both of FSP's kernels take. */
    fspScratch(...sizes: readonly number[]): number;
  };

export class Heap {
  readonly kernels: WasmKernels;
  readonly backend: BackendWasm;
  readonly #module: EmscriptenModule;

  constructor(kernels: WasmKernels, backend: BackendWasm, module: EmscriptenModule) {
    this.kernels = kernels;
    this.backend = backend;
    this.#module = module;
  }

  /** Where a tensor lies; stays right when the memory grows. */
  address(tensor: tf.TensorInfo): number {
    return this.backend.getMemoryOffset(tensor.dataId);
  }

  /** A new float32 tensor of arbitrary content. */
  output(shape: readonly number[]): tf.TensorInfo {
    return this.backend.makeOutput([...shape], "float32");
  }

  /** A new float32 tensor of zeros. */
  zeros(shape: readonly number[]): tf.TensorInfo {
    const tensor = this.output(shape);
    this.backend.typedArrayFromHeap(tensor).fill(0);
    return tensor;
  }

  /** Lends `bytes` of memory. */
  withScratch<Result>(bytes: number, use: (address: number) => Result): Result {
    const address = this.#module._malloc(bytes) >>> 0;
    try {
      return use(address);
    } finally {
      this.#module._free(address);
    }
  }
}

export async function loadKernels(memory: WebAssembly.Memory): Promise<WasmKernels> {
  const { instance } = await WebAssembly.instantiate(bytesOf(kernelsUrl), { env: { memory } });
  // oxlint-disable-next-line no-unsafe-type-assertion -- it is built from the sources that the names above are taken from
  return instance.exports as unknown as WasmKernels;
}

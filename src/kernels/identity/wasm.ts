/** A clone on wasm that shares its data, as on tfjs's other backends; tfjs's own copies, and the tape clones all it keeps. */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";

const identity: Kernel<{ readonly x: tf.Tensor }, object> = { name: tf.Identity };

export function registerWasmIdentity({ backend }: Heap): void {
  registerKernel(identity, "wasm", ({ x: { dataId, shape, dtype } }) => {
    backend.incRef(dataId);
    return { dataId, shape, dtype };
  });
}

/** Cross-entropy on wasm: `cross-entropy.as.ts`. */
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";
import { crossEntropyKernel } from "./kernel.ts";

export function registerWasmCrossEntropy(heap: Heap): void {
  registerKernel(crossEntropyKernel, "wasm", ({ logits, labels }) => {
    const [loss, slope] = [heap.output([]), heap.output(logits.shape)];
    const addresses = [logits, labels, loss, slope].map((tensor) => heap.address(tensor));
    heap.kernels.crossEntropy(...addresses, ...logits.shape);
    return [loss, slope];
  });
}

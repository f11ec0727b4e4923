/** Momentum on wasm: `momentum.as.ts`. */
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";
import { momentumKernel } from "./kernel.ts";

export function registerWasmMomentum(heap: Heap): void {
  registerKernel(momentumKernel, "wasm", ({ weight, velocity, gradient }, { rate, momentum, decay }) => {
    const [nextWeight, nextVelocity] = [heap.output(weight.shape), heap.output(weight.shape)];
    const addresses = [weight, velocity, gradient, nextWeight, nextVelocity].map((tensor) => heap.address(tensor));
    heap.kernels.momentumStep(...addresses, weight.size, rate, momentum, decay);
    return [nextWeight, nextVelocity];
  });
}

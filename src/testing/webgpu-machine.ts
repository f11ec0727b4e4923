/** WebGPU machines for tests: on Dawn, with whatever Vulkan driver `vitest.config.ts` found. */
import { afterAll, describe } from "vitest";
import type { VariantTable } from "../kernels/convolution/variants.ts";
import type { Host } from "../kernels/webgpu/host.ts";
import { WebgpuMachine } from "../kernels/webgpu/machine.ts";
import { GpuWatch } from "../kernels/webgpu/watch.ts";
import { missing } from "./backends.ts";
import type { OpenMachine } from "./machines.ts";

let opened: Promise<Host & { readonly close: () => void }> | null = null;

/** One device for all machines of a test file, with the limits that every WebGPU has: kernels must do with them. */
export function testDevice(): Promise<Host & { readonly close: () => void }> {
  opened ??= (async () => {
    const adapter = await navigator.gpu.requestAdapter();
    const device = await adapter!.requestDevice();
    const watch = new GpuWatch(device);
    return { device, settle: () => watch.settle(), variants: {}, close: () => watch.close() };
  })();
  return opened;
}

export const openWebgpuMachine: OpenMachine = openWebgpuMachineWith({});

export function openWebgpuMachineWith(variants: VariantTable): OpenMachine {
  return async (lengths) => new WebgpuMachine({ ...(await testDevice()), variants }, lengths);
}

/** A suite that is skipped where there is no WebGPU, and says why; a file calls it once. */
export async function describeWebgpu(name: string, tests: () => void): Promise<void> {
  const reason = await missing("webgpu");
  describe.skipIf(reason !== null)(reason ? `${name} (skipped: ${reason})` : name, () => {
    afterAll(async () => {
      if (opened) (await opened).close();
    });
    tests();
  });
}

/** tfjs's WebGPU backend on a device of our own: tfjs itself listens to no error and asks for too few limits. */
import * as tf from "@tensorflow/tfjs-core";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { adapterName, gpuApi, isSoftware } from "./adapter.ts";
import type { Backend } from "./backend.ts";
import { GpuFailure } from "./backend.ts";

/** Limits that pay; the rest stay at WebGPU's defaults, so that a program that needs more fails here and not elsewhere. */
const raisedLimits = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
] as const;

export async function openWebgpu(): Promise<Backend> {
  const adapter = await gpuApi()?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new GpuFailure("There is no WebGPU adapter.");
  const requiredLimits = Object.fromEntries(raisedLimits.map((limit) => [limit, adapter.limits[limit]]));
  const device = await adapter.requestDevice({ requiredLimits });
  const { info } = adapter;
  let failure: GpuFailure | null = null;
  let closing = false;
  device.addEventListener("uncapturederror", (event) => {
    failure ??= new GpuFailure(`The GPU reported an error: ${event.error.message}`);
  });
  device.lost
    .then(({ message }) => {
      if (!closing) failure ??= new GpuFailure(`The GPU was lost: ${message}`);
    })
    .catch(() => {});
  tf.registerBackend("webgpu", () => new WebGPUBackend(device, info), 3);
  // Split-K products add in no fixed order; packed ones give the same bits each time.
  tf.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", 3);
  const check = () => {
    if (failure) throw failure;
  };
  return {
    kind: "webgpu",
    adapter: adapterName(info),
    software: isSoftware(info),
    check,
    settle: async () => {
      await device.queue.onSubmittedWorkDone();
      // The error event is a task of its own, queued before this one.
      await new Promise((resolve) => setTimeout(resolve));
      check();
    },
    close: () => {
      closing = true;
      tf.removeBackend("webgpu");
      device.destroy();
    },
  };
}

/** Opens tfjs's WebGPU backend on a device of our own. */
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { reasonOf } from "../../core/bad-input.ts";
import { registerComposedKernels } from "../register.ts";
import { GpuFailure, GpuWatch } from "./watch.ts";

/** Raised to what the adapter has: the limits that tfjs raises, and the one that fused kernels need. */
const raised = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
  "maxStorageBuffersPerShaderStage",
] as const satisfies readonly (keyof GPUSupportedLimits)[];

/** The device, and the watch that ends it. */
export interface OpenedGpu {
  readonly device: GPUDevice;
  readonly watch: GpuWatch;
}

/** Registers the backend `webgpu`; throws `GpuFailure`, with nothing registered, where the adapter gives no device. */
export async function openWebgpu(adapter: GPUAdapter): Promise<OpenedGpu> {
  // The package registered a backend on a device of its own, unless it is loaded for the second time.
  if (tf.findBackendFactory("webgpu")) tf.removeBackend("webgpu");
  const device = await deviceOf(adapter);
  // Packed: split-K, which tfjs takes for small batches, adds with atomics in an order that differs from run to run.
  tf.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", 3);
  tf.registerBackend("webgpu", () => new WebGPUBackend(device, adapter.info));
  registerComposedKernels("webgpu");
  return { device, watch: new GpuWatch(device) };
}

async function deviceOf(adapter: GPUAdapter): Promise<GPUDevice> {
  try {
    return await adapter.requestDevice({
      requiredFeatures: adapter.features.has("timestamp-query") ? ["timestamp-query"] : [],
      requiredLimits: Object.fromEntries(raised.map((limit) => [limit, adapter.limits[limit]])),
    });
  } catch (error) {
    throw new GpuFailure(`The GPU gave no device: ${reasonOf(error)}`);
  }
}

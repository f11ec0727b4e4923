/** Dispatches made ready for replay: pipeline and bind group, built once. */
import { BadInput } from "../../core/bad-input.ts";
import type { Binding, Dispatch } from "./dispatch.ts";

export interface PreparedDispatch {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly workgroups: Dispatch["workgroups"];
}

/** By device and text: routines with equal layers share pipelines. */
const pipelines = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** Throws one sentence where the device's limits are too low for a dispatch. */
export async function prepared(
  device: GPUDevice,
  dispatch: Dispatch,
  bufferOf: (binding: Binding) => GPUBufferBinding,
): Promise<PreparedDispatch> {
  const { label, workgroups } = dispatch;
  const resources = dispatch.bindings.map(bufferOf);
  checkLimits(device, dispatch, resources);
  const pipeline = await pipelineOf(device, dispatch);
  const group = device.createBindGroup({
    label,
    layout: pipeline.getBindGroupLayout(0),
    entries: resources.map((resource, binding) => ({ binding, resource })),
  });
  return { pipeline, group, workgroups };
}

function checkLimits(
  { limits }: GPUDevice,
  { label, workgroups, bindings }: Dispatch,
  resources: readonly GPUBufferBinding[],
): void {
  const side = limits.maxComputeWorkgroupsPerDimension;
  if (workgroups.some((count) => count < 1 || count > side))
    throw new RangeError(`webgpu: ${label} asks for ${workgroups.join(" x ")} workgroups, of 1 to ${side} a side`);
  const count = bindings.filter((binding) => binding !== "settings").length;
  if (count > limits.maxStorageBuffersPerShaderStage)
    throw new RangeError(
      `webgpu: ${label} binds ${count} storage buffers, of at most ${limits.maxStorageBuffersPerShaderStage}`,
    );
  const largest = Math.max(0, ...resources.map(({ buffer, size }) => size ?? buffer.size));
  const mostBytes = limits.maxStorageBufferBindingSize;
  if (largest > mostBytes) throw new BadInput({ code: "gpu-room", label, bytes: largest, mostBytes });
}

function pipelineOf(device: GPUDevice, { label, code }: Dispatch): Promise<GPUComputePipeline> {
  const known = pipelines.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
  pipelines.set(device, known);
  let found = known.get(code);
  if (!found) {
    const module = device.createShaderModule({ label, code });
    found = device
      .createComputePipelineAsync({ label, layout: "auto", compute: { module } })
      .catch(async (error: unknown) => {
        known.delete(code);
        const { messages } = await module.getCompilationInfo();
        const reasons = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`);
        throw new Error(`webgpu: ${label} does not compile: ${[...reasons, String(error)].join("; ")}`);
      });
    known.set(code, found);
  }
  return found;
}

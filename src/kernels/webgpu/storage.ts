/** Storage buffers: made within the device's limits, and read back. */
import { BadInput } from "../../core/bad-input.ts";
import type { Place } from "../routine/routine.ts";
import type { Host } from "./host.ts";

/** `length` numbers, zeros. */
export function storageBuffer(device: GPUDevice, label: string, length: number): GPUBuffer {
  // A binding must not be empty.
  const size = 4 * Math.max(1, length);
  const mostBytes = device.limits.maxBufferSize;
  if (size > mostBytes) throw new BadInput({ code: "gpu-room", label, bytes: size, mostBytes });
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  return device.createBuffer({ label, size, usage });
}

/** For `bytes` on their way back. */
export function stagingBuffer(device: GPUDevice, bytes: number): GPUBuffer {
  return device.createBuffer({
    label: "staging",
    size: Math.max(4, bytes),
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
}

/** What was copied to the start of a staging buffer. Throws what `settle` throws before what it led to. */
export async function mappedCopy({ settle }: Host, staging: GPUBuffer, length: number): Promise<Float32Array> {
  const unmapped = staging.mapAsync(GPUMapMode.READ).then(
    () => null,
    (error: unknown) => new Error(`webgpu: results cannot be read: ${String(error)}`),
  );
  await settle();
  const error = await unmapped;
  if (error) throw error;
  const copy = new Float32Array(staging.getMappedRange(0, 4 * length).slice(0));
  staging.unmap();
  return copy;
}

/** `length` numbers of a storage buffer, from number `offset` on, after all that was submitted so far. */
export async function readBuffer(
  host: Host,
  buffer: GPUBuffer,
  { offset, length }: Pick<Place, "offset" | "length">,
): Promise<Float32Array> {
  const { device } = host;
  const staging = stagingBuffer(device, 4 * length);
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 4 * offset, staging, 0, 4 * length);
  device.queue.submit([encoder.finish()]);
  try {
    return await mappedCopy(host, staging, length);
  } finally {
    staging.destroy();
  }
}

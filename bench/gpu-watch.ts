/** Counts what any engine asks of WebGPU, by standing between it and the interface objects. */

export interface GpuTally {
  dispatches: number;
  uploadedBytes: number;
  /** Of buffers made and not yet destroyed. */
  liveBytes: number;
}

/** Null where there is no WebGPU. Call it before the engine makes anything. */
export function watchGpu(): GpuTally | null {
  if (!("GPUComputePassEncoder" in globalThis)) return null;
  const tally: GpuTally = { dispatches: 0, uploadedBytes: 0, liveBytes: 0 };
  watchDispatches(tally);
  watchUploads(tally);
  return tally;
}

function watchDispatches(tally: GpuTally): void {
  const passes = GPUComputePassEncoder.prototype;
  const dispatch = Reflect.get(passes, "dispatchWorkgroups");
  passes.dispatchWorkgroups = function (...given) {
    tally.dispatches++;
    return dispatch.apply(this, given);
  };
}

function watchUploads(tally: GpuTally): void {
  const queues = GPUQueue.prototype;
  const write = Reflect.get(queues, "writeBuffer");
  queues.writeBuffer = function (...given: Parameters<GPUQueue["writeBuffer"]>) {
    const [, , data, from = 0, length] = given;
    const unit = ArrayBuffer.isView(data) && "BYTES_PER_ELEMENT" in data ? Number(data.BYTES_PER_ELEMENT) : 1;
    tally.uploadedBytes += length === undefined ? data.byteLength - from * unit : length * unit;
    return write.apply(this, given);
  };

  /** Mapped when they were made: what is written into them goes up. */
  const mapped = new WeakSet<GPUBuffer>();
  const live = new WeakMap<GPUBuffer, number>();
  const devices = GPUDevice.prototype;
  const create = Reflect.get(devices, "createBuffer");
  devices.createBuffer = function (descriptor) {
    const buffer = create.call(this, descriptor);
    if (descriptor.mappedAtCreation) mapped.add(buffer);
    live.set(buffer, descriptor.size);
    tally.liveBytes += descriptor.size;
    return buffer;
  };
  const buffers = GPUBuffer.prototype;
  const range = Reflect.get(buffers, "getMappedRange");
  buffers.getMappedRange = function (...given) {
    const bytes = range.apply(this, given);
    if (mapped.delete(this) || (this.usage & GPUBufferUsage.MAP_WRITE) !== 0) tally.uploadedBytes += bytes.byteLength;
    return bytes;
  };
  const destroy = Reflect.get(buffers, "destroy");
  buffers.destroy = function () {
    tally.liveBytes -= live.get(this) ?? 0;
    live.delete(this);
    return destroy.call(this);
  };
}

/** The images of routines on their devices: uploaded once, however many machines train on them. */

interface Upload {
  readonly buffer: GPUBuffer;
  users: number;
}

const uploads = new WeakMap<GPUDevice, Map<Uint8Array, Upload>>();

/** A storage buffer, read-only, of the bytes or of a word for each; the user gives it back by `releaseUpload`, once. */
export function upload(device: GPUDevice, bytes: Uint8Array, as: "bytes" | "words"): GPUBuffer {
  const known = uploads.get(device) ?? new Map<Uint8Array, Upload>();
  uploads.set(device, known);
  let found = known.get(bytes);
  if (!found) {
    const size = 4 * Math.max(1, as === "words" ? bytes.length : Math.ceil(bytes.length / 4));
    const buffer = device.createBuffer({
      label: "images",
      size,
      usage: GPUBufferUsage.STORAGE,
      mappedAtCreation: true,
    });
    const target = buffer.getMappedRange();
    (as === "words" ? new Uint32Array(target) : new Uint8Array(target)).set(bytes);
    buffer.unmap();
    found = { buffer, users: 0 };
    known.set(bytes, found);
  }
  found.users++;
  return found.buffer;
}

export function releaseUpload(device: GPUDevice, bytes: Uint8Array): void {
  const known = uploads.get(device);
  const found = known?.get(bytes);
  if (!found || --found.users > 0) return;
  known?.delete(bytes);
  found.buffer.destroy();
}

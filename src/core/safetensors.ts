/**
 * The safetensors format: 8 bytes of little-endian header length, a JSON header, then the tensors' bytes.
 * Written with names in the order given and the header padded to 8 bytes, so equal tensors give equal files.
 */
import { BadInput } from "./bad-input.ts";
import type { TensorFault } from "./file-fault.ts";

export type TensorValues = Float32Array | Int32Array;
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: TensorValues;
}
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const longestHeaderBytes = 64 * 2 ** 20;

export function safetensorsBytes({ tensors, metadata }: TensorFile): Uint8Array {
  let offset = 0;
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  for (const [name, { shape, values }] of tensors) {
    const dtype = values instanceof Float32Array ? "F32" : "I32";
    header[name] = { dtype, shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const text = JSON.stringify(header);
  const unpadded = new TextEncoder().encode(text).length;
  const headerBytes = new TextEncoder().encode(text + " ".repeat((8 - (unpadded % 8)) % 8));
  const bytes = new Uint8Array(8 + headerBytes.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes.length), true);
  bytes.set(headerBytes, 8);
  let at = 8 + headerBytes.length;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** Reads float32 and int32 tensors; throws `BadInput` naming `file` when the bytes are not such a file. */
export function tensorFileOf(bytes: Uint8Array, file: string): TensorFile {
  const broken = (fault: TensorFault) => new BadInput({ code: "tensor-file", file, fault });
  if (bytes.length < 8) throw broken({ kind: "short", bytes: bytes.length });
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > longestHeaderBytes || 8 + headerLength > bytes.length)
    throw broken({ kind: "header-length", bytes: headerLength });
  const header = headerOf(bytes.subarray(8, 8 + headerLength), broken);
  // Not bytes.slice: Node's Buffer gives a view there, whose buffer is the whole file and more.
  const data = new Uint8Array(bytes.subarray(8 + headerLength));
  const tensors = new Map<string, StoredTensor>();
  let metadata: Record<string, string> = {};
  let taken = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") metadata = stringsIn(entry);
    else {
      const tensor = tensorIn(data, entry, name, broken);
      tensors.set(name, tensor);
      // A thousand names of the same bytes would be a thousand copies.
      taken += tensor.values.byteLength;
      if (taken > data.length) throw broken({ kind: "overlap" });
    }
  }
  return { tensors, metadata };
}

function headerOf(bytes: Uint8Array, broken: (fault: TensorFault) => BadInput): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch {
    // Falls through to the same sentence.
  }
  throw broken({ kind: "header" });
}

function tensorIn(
  data: Uint8Array,
  entry: unknown,
  name: string,
  broken: (fault: TensorFault) => BadInput,
): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  if ((dtype !== "F32" && dtype !== "I32") || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw broken({ kind: "tensor", name });
  }
  const [from, to] = [offsets[0]!, offsets[1]!];
  const count = shape.reduce((product, n) => product * n, 1);
  if (to > data.length || to - from !== count * 4) throw broken({ kind: "outside", name });
  const part = data.slice(from, to).buffer;
  return { shape, values: dtype === "F32" ? new Float32Array(part) : new Int32Array(part) };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function stringsIn(entry: unknown): Record<string, string> {
  if (!isRecord(entry)) return {};
  return Object.fromEntries(
    Object.entries(entry).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** IDX, the form of MNIST: a magic number, sizes as big-endian 32-bit numbers, then bytes. */
import type { Budget } from "./budget.ts";
import { damaged, faulty } from "./damage.ts";
import { nameOf, splitIn } from "./files.ts";
import type { Part } from "./part.ts";

const imagesMagic = 0x803;
const labelsMagic = 0x801;

interface Plain {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What an IDX file holds; null where the bytes begin otherwise. */
export function idxKind({ bytes }: Plain): "images" | "labels" | null {
  if (bytes.length < 8) return null;
  const magic = viewOf(bytes).getUint32(0);
  if (magic === imagesMagic) return "images";
  return magic === labelsMagic ? "labels" : null;
}

/** `train-images-idx3-ubyte` belongs to `train-labels-idx1-ubyte`, whatever stands before and behind. */
export function idxStem(path: string): string {
  return path
    .toLowerCase()
    .replace(/\.(?:gz|idx\d?|ubyte|bin)$/g, "")
    .replace(/images?|labels?/g, "")
    .replace(/idx\d/g, "")
    .replaceAll(/[^a-z0-9/]+/g, "-");
}

export function idxPart(images: Plain, labels: Plain, budget: Budget): Part {
  const { count, height, width } = imagesHeader(images, budget);
  const found = labelsIn(labels);
  if (found.length !== count) throw damaged(labels.path, null, { why: "labels", labels: found.length, images: count });
  return {
    file: images.path,
    split: splitIn(nameOf(images.path)) ?? "training",
    size: [height, width, 1],
    images: { pixels: images.bytes.slice(16), labels: found.slice() },
    classes: null,
    refitted: [],
  };
}

function imagesHeader({ path, bytes }: Plain, budget: Budget): { count: number; height: number; width: number } {
  const header = 16;
  if (bytes.length < header) throw faulty(path, null, { kind: "cut", expected: header, found: bytes.length });
  const view = viewOf(bytes);
  const [count, height, width] = [view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  budget.allow("images", count, path);
  budget.allow("side", Math.max(height, width), path);
  const expected = header + count * height * width;
  if (bytes.length !== expected || expected === header)
    throw faulty(path, null, { kind: "cut", expected, found: bytes.length });
  return { count, height, width };
}

function labelsIn({ path, bytes }: Plain): Uint8Array {
  const count = viewOf(bytes).getUint32(4);
  if (bytes.length !== 8 + count) throw faulty(path, null, { kind: "cut", expected: 8 + count, found: bytes.length });
  return bytes.subarray(8);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import type { LabelledImages } from "../core/images.ts";

const plane = 1024;

/** Coloured 32x32 images as CIFAR-10's binary records: a label, then the red, the green and the blue bytes. */
export function cifarBytes({ pixels, labels }: LabelledImages): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(labels.length * (1 + 3 * plane));
  for (const [index, label] of labels.entries()) {
    const at = index * (1 + 3 * plane);
    bytes[at] = label;
    for (let i = 0; i < 3 * plane; i++)
      bytes[at + 1 + (i % 3) * plane + Math.floor(i / 3)] = pixels[index * 3 * plane + i]!;
  }
  return bytes;
}

/** CIFAR's binary records: labels, then 1,024 red, 1,024 green and 1,024 blue bytes of a 32x32 image, row by row. */
import type { Budget } from "./budget.ts";
import { faulty } from "./damage.ts";
import { nameOf, splitIn } from "./files.ts";
import type { Part } from "./part.ts";

const plane = 1024;
const imageBytes = 3 * plane;

interface Layout {
  readonly labels: 1 | 2;
  /** Classes of each label byte, the wanted one last. */
  readonly classes: readonly number[];
}

const coarseClasses = 20;

/**
 * CIFAR-10 has one label byte; CIFAR-100 a coarse and a fine one, of which the fine is taken. Sets in CIFAR-10's form may
 * have other classes, as many as `names` says.
 */
export function cifarPart(file: string, bytes: Uint8Array, names: readonly string[] | null, budget: Budget): Part {
  const layout = layoutOf(file, bytes, names);
  const record = layout.labels + imageBytes;
  const count = bytes.length / record;
  budget.allow("images", count, file);
  const labels = new Uint8Array(count);
  const pixels = new Uint8Array(count * imageBytes);
  for (let index = 0; index < count; index++) {
    if (index % 1000 === 0) budget.tick(file, index, count);
    const at = index * record;
    for (const [place, classes] of layout.classes.entries()) {
      const label = bytes[at + place]!;
      if (label >= classes)
        throw faulty(file, { at: "record", index: index + 1 }, { kind: "label", label: String(label), classes });
    }
    labels[index] = bytes[at + layout.labels - 1]!;
    interleave(bytes.subarray(at + layout.labels, at + record), pixels.subarray(index * imageBytes));
  }
  const split = splitIn(nameOf(file)) ?? "training";
  return { file, split, size: [32, 32, 3], images: { pixels, labels }, classes: names, refitted: [] };
}

function layoutOf(file: string, bytes: Uint8Array, names: readonly string[] | null): Layout {
  const count = names?.length ?? (/cifar.?10(?!0)|data_batch_|test_batch/i.test(file) ? 10 : 256);
  const ten: Layout = { labels: 1, classes: [count] };
  const hundred: Layout = { labels: 2, classes: [coarseClasses, names?.length ?? 100] };
  const fitting = [ten, hundred].filter(({ labels }) => bytes.length > 0 && bytes.length % (labels + imageBytes) === 0);
  // A length that fits both forms is settled by the labels.
  const [layout] = fitting.length === 2 ? fitting.filter((candidate) => hasItsLabels(bytes, candidate)) : fitting;
  if (layout) return layout;
  const record = /100/.test(nameOf(file)) ? 2 + imageBytes : 1 + imageBytes;
  const expected = Math.max(1, Math.ceil(bytes.length / record)) * record;
  throw faulty(file, null, { kind: "cut", expected, found: bytes.length });
}

function hasItsLabels(bytes: Uint8Array, { labels, classes }: Layout): boolean {
  const record = labels + imageBytes;
  for (let at = 0; at < bytes.length; at += record) {
    if (classes.some((count, place) => bytes[at + place]! >= count)) return false;
  }
  return true;
}

function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let i = 0; i < plane; i++) {
    pixels[3 * i] = planes[i]!;
    pixels[3 * i + 1] = planes[plane + i]!;
    pixels[3 * i + 2] = planes[2 * plane + i]!;
  }
}

/** Small files of every form that the importers read, made by other means than theirs. */
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { gzipSync } from "node:zlib";
import type { SourceFile } from "../data/import/files.ts";
import { stream } from "../core/rng.ts";

export const imagesMade = 12;
export const classesMade = 3;

/** Image `i` has the label `i % 3`, and random pixels; `bytes` for each image. */
export function randomPixels(bytes: number, count = imagesMade): Uint8Array {
  const rng = stream("shapes", 7, bytes);
  return Uint8Array.from({ length: bytes * count }, () => rng.below(256));
}

export const labelsMade = Uint8Array.from({ length: imagesMade }, (_, index) => index % classesMade);

export function cifarFile(labelBytes: 1 | 2): Uint8Array {
  const pixels = randomPixels(3072);
  return joined(
    Array.from(labelsMade, (label, index) =>
      joined([
        Uint8Array.from(labelBytes === 1 ? [label] : [label + 1, label]),
        pixels.subarray(index * 3072, (index + 1) * 3072),
      ]),
    ),
  );
}

export function idxFiles(): { images: Uint8Array; labels: Uint8Array } {
  const header = (magic: number, ...sizes: number[]) => {
    const view = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
    for (const [index, value] of [magic, ...sizes].entries()) view.setUint32(4 * index, value);
    return new Uint8Array(view.buffer);
  };
  return {
    images: joined([header(0x803, imagesMade, 28, 28), randomPixels(784)]),
    labels: joined([header(0x801, imagesMade), labelsMade]),
  };
}

export function npyFile(
  descr: string,
  shape: readonly number[],
  data: Uint8Array,
  order: "C" | "Fortran" = "C",
): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${order === "C" ? "False" : "True"}, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const padded = `${text.padEnd(117)}\n`;
  return joined([
    Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, padded.length & 255, padded.length >> 8),
    new TextEncoder().encode(padded),
    data,
  ]);
}

export function npzFile(): Uint8Array {
  const labels = new Uint8Array(BigInt64Array.from(labelsMade, BigInt).buffer);
  return zipSync({
    "x_train.npy": npyFile("|u1", [imagesMade, 8, 8, 3], randomPixels(192)),
    "y_train.npy": npyFile("<i8", [imagesMade], labels),
  });
}

export function csvFile(): Uint8Array {
  const pixels = randomPixels(64);
  const lines = Array.from(labelsMade, (label, index) =>
    [label, ...pixels.subarray(64 * index, 64 * (index + 1))].join(),
  );
  const header = ["label", ...Array.from({ length: 64 }, (_, index) => `pixel${index}`)].join();
  return new TextEncoder().encode(`${[header, ...lines].join("\n")}\n`);
}

export function pngFile(width: number, height: number, channels: 1 | 3 | 4, data: Uint8Array): Uint8Array {
  return encode({ width, height, channels, depth: 8, data });
}

/** A folder for each class. */
export function pictureZip(): Uint8Array {
  const pixels = randomPixels(300);
  const names = ["ant", "bee", "cat"];
  return zipSync(
    Object.fromEntries(
      Array.from(labelsMade, (label, index) => [
        `${names[label]}/${index}.png`,
        pngFile(10, 10, 3, pixels.subarray(300 * index, 300 * (index + 1))),
      ]),
    ),
  );
}

export function tarFile(files: Readonly<Record<string, Uint8Array>>, type = "0"): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, contents]) => {
    const header = new Uint8Array(512);
    const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
    put(0, name);
    put(100, "0000644\0");
    put(124, `${contents.length.toString(8).padStart(11, "0")}\0`);
    put(148, "        ");
    put(156, name.endsWith("/") ? "5" : type);
    put(257, "ustar\0");
    const sum = header.reduce((total, byte) => total + byte, 0);
    put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
    return [header, contents, new Uint8Array((512 - (contents.length % 512)) % 512)];
  });
  return joined([...blocks, new Uint8Array(1024)]);
}

export function gzipped(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(bytes));
}

export function sourceFile(path: string, bytes: Uint8Array): SourceFile {
  return { path, bytes: bytes.length, read: async () => bytes };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

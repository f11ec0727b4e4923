/** Interlaced PNG, in seven passes over the picture. fast-png reads those of whole bytes alone, so others go to it pass by pass. */
import { zlibSync } from "fflate";
import { crc32 } from "./crc32.ts";
import type { Picture } from "./picture.ts";

/** Where the pixels of each pass begin, and how far they are apart. */
const passes = [
  { x: 0, y: 0, across: 8, down: 8 },
  { x: 4, y: 0, across: 8, down: 8 },
  { x: 0, y: 4, across: 4, down: 8 },
  { x: 2, y: 0, across: 4, down: 4 },
  { x: 0, y: 2, across: 2, down: 4 },
  { x: 1, y: 0, across: 2, down: 2 },
  { x: 0, y: 1, across: 1, down: 2 },
];

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  /** Samples of a pixel. */
  readonly channels: number;
  readonly isInterlaced: boolean;
}

/** Bytes of rows of pixels, once inflated: each begins with a byte that names its filter. */
export function rowsBytes({ channels, depth }: PngHeader, columns: number, rows: number): number {
  return columns > 0 && rows > 0 ? (1 + Math.ceil((columns * channels * depth) / 8)) * rows : 0;
}

/** The passes of a picture of this size that have pixels. */
export function passesOf({ width, height }: PngHeader) {
  const sized = passes.map(({ x, y, across, down }) => {
    return { x, y, across, down, columns: Math.ceil((width - x) / across), rows: Math.ceil((height - y) / down) };
  });
  return sized.filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** `data` are the rows of all passes; `whole` decodes a plain PNG made of these parts. */
export function interlaced(
  header: PngHeader,
  data: Uint8Array,
  whole: (head: Uint8Array, data: Uint8Array, end: Uint8Array) => Picture,
): Picture {
  const { width, height } = header;
  let pixels: Uint8Array | null = null;
  let channels: Picture["channels"] = 1;
  let at = 0;
  for (const { x, y, across, down, columns, rows } of passesOf(header)) {
    const bytes = rowsBytes(header, columns, rows);
    const own = data.subarray(at, at + bytes);
    at += bytes;
    const pass = whole(
      chunk("IHDR", headerBytes(header, columns, rows)),
      chunk("IDAT", zlibSync(own, { level: 0 })),
      chunk("IEND", new Uint8Array(0)),
    );
    channels = pass.channels;
    pixels ??= new Uint8Array(width * height * channels);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const from = (row * columns + column) * channels;
        const to = ((y + row * down) * width + x + column * across) * channels;
        pixels.set(pass.pixels.subarray(from, from + channels), to);
      }
    }
  }
  return { width, height, channels, pixels: pixels ?? new Uint8Array(0) };
}

function headerBytes({ depth, colour }: PngHeader, width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set([depth, colour], 8);
  return bytes;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)));
  return whole;
}

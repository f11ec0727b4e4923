/** PNG without a browser, its bits the same everywhere. Nothing that a hostile file says of itself is believed. */
import { reasonOf } from "../../core/bad-input.ts";
import { faulty, usualLimits } from "./budget.ts";
import { crc32 } from "./crc32.ts";
import type { DecodePicture } from "./picture.ts";
import type { PngHeader, PngParts } from "./png-rows.ts";
import { colours, pictureIn } from "./png-rows.ts";

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const samples = { grey: 1, rgb: 3, palette: 1, "grey-alpha": 2, "rgb-alpha": 4 } as const;
const depths: Readonly<Record<PngHeader["colour"], readonly number[]>> = {
  grey: [1, 2, 4, 8, 16],
  rgb: [8, 16],
  palette: [1, 2, 4, 8],
  "grey-alpha": [8, 16],
  "rgb-alpha": [8, 16],
};

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Transparent parts lie on black; of 16 bits a sample the higher 8 stay. Throws `BadInput` that names `file`. */
export const decodePng: DecodePicture = async (bytes, file) => {
  try {
    return pictureIn(partsOf(bytes));
  } catch (error) {
    throw faulty(file, null, { kind: "damaged", detail: `PNG: ${reasonOf(error)}` });
  }
};

/** The chunks that decide the pixels; the others (profiles, texts, times) are compressed or long, and of no use here. */
function partsOf(bytes: Uint8Array): PngParts {
  if (!isPng(bytes)) throw new Error("its beginning is missing");
  let header: PngHeader | null = null;
  let [palette, transparency]: (Uint8Array | null)[] = [null, null];
  const all: Uint8Array[] = [];
  for (const { type, data } of chunksOf(bytes)) {
    if (type === "IHDR" || !header) {
      if (type !== "IHDR" || header) throw new Error("its header is not where it belongs");
      header = headerIn(data);
    } else if (type === "PLTE") palette = data;
    else if (type === "tRNS") transparency = data;
    else if (type === "IDAT") all.push(data);
    else if (type === "IEND")
      return { header, data: all, palette: palette ?? null, transparency: transparency ?? null };
    // A small first letter: whoever does not know the chunk may leave it out.
    else if (!/^[a-z]/.test(type)) throw new Error("it has a part that is not known, and needed");
  }
  throw new Error("its end is missing");
}

function headerIn(data: Uint8Array): PngHeader {
  if (data.length !== 13) throw new Error("its header is wrong");
  const view = viewOf(data);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, type, compression, filter, interlaced] = [data[8]!, data[9]!, data[10]!, data[11]!, data[12]!];
  const colour = isColour(type) ? colours[type] : null;
  if (!colour || !depths[colour].includes(depth) || compression + filter !== 0 || width * height === 0)
    throw new Error("its header is wrong");
  if (Math.max(width, height) > usualLimits.side)
    throw new Error(`${width}x${height} pixels, more than ${usualLimits.side} a side`);
  if (interlaced !== 0) throw new Error("interlaced rows are not read; save it without");
  return { width, height, depth, colour, samples: samples[colour] };
}

function isColour(type: number): type is keyof typeof colours {
  return type in colours;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk, void> {
  const view = viewOf(bytes);
  for (let at = signature.length; at < bytes.length;) {
    const end = at + 12 + (at + 4 <= bytes.length ? view.getUint32(at) : 0);
    if (end > bytes.length) throw new Error("a chunk is cut short");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw new Error(`a part of it (${/^[A-Za-z]{4}$/.test(type) ? type : "unnamed"}) has another checksum`);
    yield { type, data: bytes.subarray(at + 8, end - 4) };
    at = end;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

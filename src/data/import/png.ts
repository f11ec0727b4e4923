/** PNG without a browser. fast-png decodes; what it would believe of a hostile file is checked before. */
import { decode } from "fast-png";
import { Unzlib, unzlibSync } from "fflate";
import type { PngHeader } from "./adam7.ts";
import { interlaced, passesOf, rowsBytes } from "./adam7.ts";
import { BadInput } from "../../core/bad-input.ts";
import { DamageFound, damageOf, damaged } from "./damage.ts";
import { crc32 } from "./crc32.ts";
import { checkSide } from "./picture-header.ts";
import type { DecodePicture, Picture } from "./picture.ts";

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples of a pixel, for each colour type. */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Of data are inflated at a time, a thousand times as many at most. */
const pieceBytes = 4096;
/** The chunks that decide the pixels; the others (profiles, texts, times) are compressed or long, and of no use here. */
const needed = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Transparent parts lie on black; of 16 bits a sample the higher 8 stay. Throws `BadInput` that names `file`. */
export const decodePng: DecodePicture = async (bytes, file) => {
  try {
    const header = headerOf(bytes);
    checkSide(header, file);
    const chunks = chunksOf(bytes).filter(({ type }) => needed.includes(type));
    checkData(chunks, dataBytesOf(header));
    if (header.isInterlaced && header.depth < 8) return packedPasses(header, chunks);
    return pictureOf(decode(joined([bytes.subarray(0, 8), ...chunks.map(({ whole }) => whole)]), { checkCrc: true }));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw damaged(file, null, damageOf(error), "PNG");
  }
};

function headerOf(bytes: Uint8Array): PngHeader {
  if (!isPng(bytes) || bytes.length < 33) throw new DamageFound("beginning");
  const view = viewOf(bytes);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colour, interlacing] = [bytes[24]!, bytes[25]!, bytes[28]!];
  const channels = samples[colour];
  if (channels === undefined || width === 0 || height === 0) throw new DamageFound("header");
  return { width, height, depth, colour, channels, isInterlaced: interlacing !== 0 };
}

/** How long the rows are, once inflated. */
function dataBytesOf(header: PngHeader): number {
  if (!header.isInterlaced) return rowsBytes(header, header.width, header.height);
  return passesOf(header).reduce((sum, { columns, rows }) => sum + rowsBytes(header, columns, rows), 0);
}

/** Rows of packed pixels, which fast-png reads where they are not interlaced. */
function packedPasses(header: PngHeader, chunks: readonly Chunk[]): Picture {
  if (chunks.some(({ whole }) => crc32(whole.subarray(4, -4)) !== viewOf(whole).getUint32(whole.length - 4)))
    throw new DamageFound("chunk-checksum");
  const data = joined(chunks.flatMap((one) => (one.type === "IDAT" ? [one.data] : [])));
  const colours = chunks.flatMap(({ type, whole }) => (type === "PLTE" || type === "tRNS" ? [whole] : []));
  return interlaced(header, unzlibSync(data), (head, rows, end) =>
    pictureOf(decode(joined([Uint8Array.from(signature), head, ...colours, rows, end]))),
  );
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** With its length, type and checksum. */
  readonly whole: Uint8Array;
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let at = signature.length; at < bytes.length;) {
    const end = at + 12 + (at + 4 <= bytes.length ? view.getUint32(at) : 0);
    if (end > bytes.length) throw new DamageFound("chunk");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    if (type === "IEND") return chunks;
    at = end;
  }
  throw new DamageFound("end");
}

/** A few bytes may inflate to a thousand times as many, and fast-png keeps them all: counted first, kept by nobody. */
function checkData(chunks: readonly Chunk[], dataBytes: number): void {
  let inflated = 0;
  const inflator = new Unzlib((part) => {
    inflated += part.length;
  });
  for (const { type, data } of chunks) {
    if (type !== "IDAT") continue;
    for (let from = 0; from < data.length; from += pieceBytes) {
      inflator.push(data.subarray(from, from + pieceBytes));
      if (inflated > dataBytes) break;
    }
  }
  inflator.push(new Uint8Array(0), true);
  if (inflated !== dataBytes) throw new DamageFound("data-length");
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function pictureOf({ width, height, depth, channels, data, palette }: ReturnType<typeof decode>): Picture {
  const count = width * height;
  const level = (index: number) => (depth === 16 ? data[index]! >> 8 : data[index]!);
  if (palette) {
    const pixels = new Uint8Array(3 * count);
    for (let i = 0; i < count; i++) {
      const colour = palette[indexAt(data, i, width, depth)];
      if (!colour) throw new DamageFound("palette");
      const [red, green, blue, alpha = 255] = colour;
      pixels.set([onBlack(red!, alpha), onBlack(green!, alpha), onBlack(blue!, alpha)], 3 * i);
    }
    return { width, height, channels: 3, pixels };
  }
  if (depth < 8) {
    const most = 2 ** depth - 1;
    const pixels = Uint8Array.from({ length: count }, (_, i) => (indexAt(data, i, width, depth) * 255) / most);
    return { width, height, channels: 1, pixels };
  }
  const colours = channels >= 3 ? 3 : 1;
  const pixels = new Uint8Array(colours * count);
  for (let i = 0; i < count; i++) {
    const alpha = channels % 2 === 0 ? level(channels * i + channels - 1) : 255;
    for (let colour = 0; colour < colours; colour++) {
      pixels[colours * i + colour] = onBlack(level(channels * i + colour), alpha);
    }
  }
  return { width, height, channels: colours, pixels };
}

function onBlack(level: number, alpha: number): number {
  return Math.floor((level * alpha + 127) / 255);
}

/** Of packed rows, each of which begins at a whole byte. */
function indexAt(data: ArrayLike<number>, index: number, width: number, depth: number): number {
  if (depth === 8) return data[index]!;
  const rowBytes = Math.ceil((width * depth) / 8);
  const bit = (index % width) * depth;
  const byte = data[Math.floor(index / width) * rowBytes + (bit >> 3)]!;
  return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

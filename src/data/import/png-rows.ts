/** The inside of a PNG: its rows inflated, their filters taken back, and the samples as a picture of 8 bits. */
import { Unzlib } from "fflate";
import type { Picture } from "./picture.ts";

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly colour: Colour;
  /** Of a pixel: a palette's index counts as one. */
  readonly samples: number;
}

export const colours = { 0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgb-alpha" } as const;
export type Colour = (typeof colours)[keyof typeof colours];

export interface PngParts {
  readonly header: PngHeader;
  /** What its IDAT chunks hold, in order. */
  readonly data: readonly Uint8Array[];
  readonly palette: Uint8Array | null;
  readonly transparency: Uint8Array | null;
}

/** Of data are inflated at a time, a thousand times as many at most. */
const pieceBytes = 4096;
/** Deflate makes no more of a byte. */
const mostRatio = 1032;
const wrongLength = "its data have another length than its size says";

/** Throws an `Error` that says what is wrong. */
export function pictureIn({ header, data, palette, transparency }: PngParts): Picture {
  const rowBytes = Math.ceil((header.width * header.samples * header.depth) / 8);
  const rows = inflatedRows(data, (1 + rowBytes) * header.height);
  const samples = samplesOf(unfiltered(rows, rowBytes, header), rowBytes, header);
  return header.colour === "palette"
    ? fromPalette(samples, header, palette, transparency)
    : fromSamples(samples, header, transparency);
}

/** Exactly `length` bytes, each row behind the byte that names its filter. More is cut off before it takes memory. */
function inflatedRows(data: readonly Uint8Array[], length: number): Uint8Array {
  const packed = data.reduce((sum, bytes) => sum + bytes.length, 0);
  if (length > mostRatio * packed) throw new Error(wrongLength);
  const rows = new Uint8Array(length);
  let at = 0;
  const inflator = new Unzlib((part) => {
    if (at + part.length <= length) rows.set(part, at);
    at += part.length;
  });
  for (const bytes of data) {
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      inflator.push(bytes.subarray(from, from + pieceBytes));
      if (at > length) throw new Error(wrongLength);
    }
  }
  inflator.push(new Uint8Array(0), true);
  if (at !== length) throw new Error(wrongLength);
  if (adler32(rows) !== checksumIn(data)) throw new Error("its data have another checksum");
  return rows;
}

function checksumIn(data: readonly Uint8Array[]): number {
  // A chunk boundary may lie within it.
  const end = data.slice(-4).flatMap((bytes) => [...bytes.subarray(-4)]);
  return end.slice(-4).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** zlib's checksum. */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  // So many fit before a sum leaves 32 bits.
  for (let from = 0; from < bytes.length; from += 5552) {
    const end = Math.min(from + 5552, bytes.length);
    for (let at = from; at < end; at++) {
      low += bytes[at]!;
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return high * 65_536 + low;
}

/** In place: rows without their first bytes, one behind the other. */
function unfiltered(rows: Uint8Array, rowBytes: number, { height, samples, depth }: PngHeader): Uint8Array {
  const step = Math.max(1, (samples * depth) >> 3);
  const plain = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (rowBytes + 1)]!;
    if (filter > 4) throw new Error(`a row has the filter ${filter}, which there is not`);
    const from = y * (rowBytes + 1) + 1;
    const to = y * rowBytes;
    for (let x = 0; x < rowBytes; x++) {
      const left = x < step ? 0 : plain[to + x - step]!;
      const up = y === 0 ? 0 : plain[to + x - rowBytes]!;
      const corner = x < step || y === 0 ? 0 : plain[to + x - rowBytes - step]!;
      plain[to + x] = rows[from + x]! + predicted(filter, left, up, corner);
    }
  }
  return plain;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [ofLeft, ofUp, ofCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (ofLeft <= ofUp && ofLeft <= ofCorner) return left;
  return ofUp <= ofCorner ? up : corner;
}

/** `[height, width, samples]`. Each row of packed samples begins at a whole byte. */
function samplesOf(
  bytes: Uint8Array,
  rowBytes: number,
  { width, height, samples, depth }: PngHeader,
): Uint8Array | Uint16Array {
  if (depth === 8) return bytes;
  if (depth === 16)
    return Uint16Array.from({ length: bytes.length / 2 }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!);
  const inRow = width * samples;
  return Uint8Array.from({ length: inRow * height }, (_, i) => {
    const bit = (i % inRow) * depth;
    const byte = bytes[Math.floor(i / inRow) * rowBytes + (bit >> 3)]!;
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}

function fromPalette(
  indices: Uint8Array | Uint16Array,
  { width, height }: PngHeader,
  palette: Uint8Array | null,
  transparency: Uint8Array | null,
): Picture {
  const pixels = new Uint8Array(3 * width * height);
  for (const [at, index] of indices.entries()) {
    if (!palette || 3 * index >= palette.length) throw new Error("a pixel has a colour that its palette lacks");
    const alpha = transparency?.[index] ?? 255;
    for (let c = 0; c < 3; c++) pixels[3 * at + c] = onBlack(palette[3 * index + c]!, alpha);
  }
  return { width, height, channels: 3, pixels };
}

/** One colour may be transparent where there is no alpha: that of `transparency`, two bytes a sample. */
function fromSamples(
  values: Uint8Array | Uint16Array,
  { width, height, depth, samples }: PngHeader,
  transparency: Uint8Array | null,
): Picture {
  const channels = samples >= 3 ? 3 : 1;
  const hasAlpha = samples !== channels;
  const level = (value: number) => (depth === 16 ? value >> 8 : depth === 8 ? value : (value * 255) / (2 ** depth - 1));
  const clear = hasAlpha ? null : clearColour(transparency, channels);
  const count = width * height;
  const pixels = new Uint8Array(channels * count);
  for (let i = 0; i < count; i++) {
    const at = samples * i;
    if (clear?.every((value, c) => value === values[at + c])) continue;
    const alpha = hasAlpha ? level(values[at + channels]!) : 255;
    for (let c = 0; c < channels; c++) pixels[channels * i + c] = onBlack(level(values[at + c]!), alpha);
  }
  return { width, height, channels, pixels };
}

function clearColour(transparency: Uint8Array | null, channels: number): readonly number[] | null {
  if (!transparency) return null;
  if (transparency.length !== 2 * channels) throw new Error("its transparent colour is cut short");
  return Array.from({ length: channels }, (_, c) => (transparency[2 * c]! << 8) | transparency[2 * c + 1]!);
}

function onBlack(level: number, alpha: number): number {
  return Math.floor((level * alpha + 127) / 255);
}

/** PNG chunk by chunk, right or wrong as a test wants it, its checksums right. */
import { crc32 } from "node:zlib";

export interface PngSize {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** As the header has it: 0 grey, 2 colours, 3 palette, 4 and 6 with alpha. */
  readonly colour: number;
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return new Uint8Array(Buffer.concat([length, named, checksum]));
}

/** `chunks` lie between the header and the end. */
export function pngOf({ width, height, depth, colour }: PngSize, chunks: readonly Uint8Array[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour], 8);
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const end = pngChunk("IEND", new Uint8Array(0));
  return new Uint8Array(Buffer.concat([signature, pngChunk("IHDR", header), ...chunks, end]));
}

/** Damaged JPEGs and WebPs: what is read of them before a browser decodes them is their size, or a refusal. */
import { BadInput } from "../../core/bad-input.ts";
import { decodableHeader } from "../../data/import/picture-header.ts";
import { pictureSizeByHand } from "./by-hand.ts";
import type { Tried } from "./outcome.ts";
import stored from "./pictures.json" with { type: "json" };

interface PictureSeed {
  readonly row: string;
  readonly bytes: Uint8Array;
}

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

/** A WebP of the extended form without its extension: only the chunk with the picture. */
function simple(webp: Uint8Array, chunk: string): Uint8Array {
  const whole = Buffer.from(webp);
  const at = whole.indexOf(chunk, 12, "latin1");
  if (at < 0) throw new Error(`the WebP has no chunk "${chunk}"`);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(4 + whole.length - at);
  return new Uint8Array(Buffer.concat([Buffer.from("RIFF"), length, Buffer.from("WEBP"), whole.subarray(at)]));
}

const jpeg = bytesOf(stored.jpeg);
/** The length of its colour profile, which lies before its frame. */
const afterProfile = 20 + 2 + new DataView(jpeg.buffer).getUint16(22);

/** Of 24 x 18 pixels, as Chromium writes them. */
export const pictureSeeds: readonly PictureSeed[] = [
  { row: "JPEG, its header", bytes: jpeg },
  {
    row: "JPEG, its header",
    bytes: new Uint8Array(Buffer.concat([jpeg.subarray(0, 20), jpeg.subarray(afterProfile)])),
  },
  { row: "WebP, its header", bytes: simple(bytesOf(stored.webpLossy), "VP8 ") },
  { row: "WebP, its header", bytes: simple(bytesOf(stored.webpLossless), "VP8L") },
  { row: "WebP, its header", bytes: bytesOf(stored.webpAlpha) },
];

/** Throws what is neither a refusal nor the size that stands in the file. */
export function tryPicture(row: string, bytes: Uint8Array): Tried {
  const byHand = pictureSizeByHand(bytes);
  try {
    const { width, height } = decodableHeader(bytes, "a.jpg");
    if (byHand === null || byHand.width !== width || byHand.height !== height)
      throw new Error("another size than the file's");
    return { row, kind: "accepted" };
  } catch (error) {
    if (!(error instanceof BadInput) || error.problem.code !== "data-file") throw error;
    const isDoor = error.problem.fault.kind === "unsupported";
    if (isDoor && byHand !== null) throw new Error("a size that stands in the file was not read", { cause: error });
    return { row, kind: isDoor ? "refused at the door" : "refused inside" };
  }
}

/** What a JPEG or WebP file says of itself, read before a browser decodes it. */
import { usualLimits } from "./budget.ts";
import { damaged, faulty } from "./damage.ts";

export interface PictureHeader {
  readonly form: "jpeg" | "webp";
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Of a picture once it is decoded, four bytes each. */
const mostPixels = 2 ** 24;

/** Of a picture that may be given to the browser's decoder; throws `BadInput` for any other. */
export function decodableHeader(bytes: Uint8Array, file: string): PictureHeader {
  const header = pictureHeader(bytes);
  if (!header) throw faulty(file, null, { kind: "unsupported", what: "picture" });
  const { form, width, height } = header;
  checkSide(header, file);
  if (width * height > mostPixels || width * height === 0)
    throw damaged(file, null, { why: "pixels", width, height }, form);
  return header;
}

/** Throws `BadInput` for a picture with a longer side than allowed. */
export function checkSide({ width, height }: Pick<PictureHeader, "width" | "height">, file: string): void {
  const { side } = usualLimits;
  const found = Math.max(width, height);
  if (found > side) throw faulty(file, null, { kind: "limit", what: "side", most: side, found });
}

/** Null where the bytes are neither, or do not say. */
export function pictureHeader(bytes: Uint8Array): PictureHeader | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHeader(bytes);
  return text(bytes, 0) === "RIFF" && text(bytes, 8) === "WEBP" ? webpHeader(bytes) : null;
}

/** Segments begin with 0xFF, their kind and their length; one that begins a frame has the size. */
function jpegHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length;) {
    const kind = bytes[at + 1]!;
    if (bytes[at] !== 0xff) return null;
    if (isFrame(kind)) {
      const channels = bytes[at + 9] === 1 ? 1 : 3;
      return { form: "jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7), channels };
    }
    // Filling bytes, and kinds that have no length.
    if (kind === 0xff) at += 1;
    else if (kind === 0x01 || (kind >= 0xd0 && kind <= 0xd7)) at += 2;
    else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** SOF0 to SOF15 without the three of that range that are tables. */
function isFrame(kind: number): boolean {
  return kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
}

function webpHeader(bytes: Uint8Array): PictureHeader | null {
  if (bytes.length < 30) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const of = (width: number, height: number): PictureHeader => ({ form: "webp", width, height, channels: 3 });
  switch (text(bytes, 12)) {
    case "VP8 ":
      return of(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return of((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
    }
    case "VP8X":
      return of((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1);
    default:
      return null;
  }
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

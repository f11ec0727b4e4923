/** Pictures by the browser's own decoders where the lab has none. PNG stays the lab's: its bits are the same everywhere. */
import { BadInput } from "../core/bad-input.ts";
import { damageOf, damaged } from "../data/import/damage.ts";
import type { DecodePicture, Picture } from "../data/import/picture.ts";
import { decodableHeader } from "../data/import/picture-header.ts";
import { decodePng, isPng } from "../data/import/png.ts";

/** A canvas that is used again; `onDecoded` is told of each picture that the browser decoded. */
export function browserPictures(onDecoded: () => void): DecodePicture {
  const canvas = new OffscreenCanvas(1, 1);
  return async (bytes, file) => {
    if (isPng(bytes)) return decodePng(bytes, file);
    const { form, channels } = decodableHeader(bytes, file);
    try {
      const picture = await decoded(bytes, form, channels, canvas);
      onDecoded();
      return picture;
    } catch (error) {
      if (error instanceof BadInput) throw error;
      throw damaged(file, null, damageOf(error), form);
    }
  };
}

async function decoded(
  bytes: Uint8Array,
  form: "jpeg" | "webp",
  channels: 1 | 3,
  canvas: OffscreenCanvas,
): Promise<Picture> {
  const blob = new Blob([Uint8Array.from(bytes)], { type: `image/${form}` });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none" });
  const { width, height } = bitmap;
  try {
    // What was drawn before is gone with the size, and transparent parts lie on black.
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    if (!context) throw new Error("there is no canvas to draw on");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const pixels = new Uint8Array(width * height * channels);
    for (let i = 0; i < width * height; i++)
      for (let colour = 0; colour < channels; colour++) pixels[i * channels + colour] = data[4 * i + colour]!;
    return { width, height, channels, pixels };
  } finally {
    bitmap.close();
  }
}

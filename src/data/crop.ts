import type { ImageSet } from "../core/images.ts";

/**
 * Copies one image, `[height, width, channels]`, as if it were surrounded by black and the window moved by that many
 * pixels down and right; then mirrored left to right if asked. `target` is black before.
 */
export function copyCropped(
  image: Uint8Array,
  target: Uint8Array,
  [height, width, channels]: ImageSet["size"],
  down: number,
  right: number,
  isFlipped: boolean,
): void {
  const firstColumn = Math.max(0, right);
  const endColumn = Math.min(width, width + right);
  for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
    const sourceRow = (y + down) * width;
    if (isFlipped) {
      for (let x = firstColumn; x < endColumn; x++) {
        const from = (sourceRow + x) * channels;
        const to = (y * width + width - 1 - (x - right)) * channels;
        for (let channel = 0; channel < channels; channel++) target[to + channel] = image[from + channel]!;
      }
    } else {
      const to = (y * width + firstColumn - right) * channels;
      target.set(image.subarray((sourceRow + firstColumn) * channels, (sourceRow + endColumn) * channels), to);
    }
  }
}

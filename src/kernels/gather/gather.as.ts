/**
 * Samples cropped out of zero padding, flipped and normalised: `images[i, y, x, c] = table[c * 256 + byte]` for images `from` up
 * to `to`. `pixels` are the batch's own images, `[batch, h, w, c]` bytes; `samples` `[batch, 4]`: image, down, right, flipped.
 */
export function gather(
  samples: usize, pixels: usize, table: usize, images: usize, h: i32, w: i32, c: i32, from: i32, to: i32,
): void {
  let target = images + (<usize>(from * h * w * c) << 2);
  for (let image = from; image < to; image++) {
    const sample = samples + (<usize>image << 4);
    const down = load<i32>(sample, 4), right = load<i32>(sample, 8), flipped = load<i32>(sample, 12) != 0;
    const map = pixels + <usize>(image * h * w * c);
    for (let y = 0; y < h; y++) {
      const sy = y + down;
      for (let x = 0; x < w; x++) {
        const sx = (flipped ? w - 1 - x : x) + right;
        const inside = sy >= 0 && sy < h && sx >= 0 && sx < w;
        const source = map + <usize>((sy * w + sx) * c);
        for (let k = 0; k < c; k++) {
          const byte = inside ? <usize>load<u8>(source + k) : 0;
          store<f32>(target, load<f32>(table + (<usize>k << 10) + (byte << 2)));
          target += 4;
        }
      }
    }
  }
}

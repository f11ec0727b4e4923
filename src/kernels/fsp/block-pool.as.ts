// Max pooling of one image by blocks that do not overlap, and its gradient. Maps are `[h, w, c]`, float32.

/** Fills `out` `[h, w, c]` with the maxima of blocks `[down, across]` of a map that is `mapW` wide. */
export function maxPool(map: usize, mapW: i32, c: i32, down: i32, across: i32, h: i32, w: i32, out: usize): void {
  const pixel = <usize>c << 2;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const corner = map + <usize>(y * down * mapW + x * across) * pixel;
      for (let k: usize = 0; k < pixel; k += 4) {
        store<f32>(out, load<f32>(largest(corner + k, <usize>mapW * pixel, pixel, down, across)));
        out += 4;
      }
    }
  }
}

/** Adds each number of `slopes` `[h, w, c]` to `dmap` where its block of the map has its first maximum in row order. */
export function addThroughPool(
  map: usize, mapW: i32, c: i32, down: i32, across: i32, h: i32, w: i32, slopes: usize, dmap: usize,
): void {
  const pixel = <usize>c << 2;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const corner = map + <usize>(y * down * mapW + x * across) * pixel;
      for (let k: usize = 0; k < pixel; k += 4) {
        const at = dmap + (largest(corner + k, <usize>mapW * pixel, pixel, down, across) - map);
        store<f32>(at, load<f32>(at) + load<f32>(slopes));
        slopes += 4;
      }
    }
  }
}

/** Where a block has its first maximum. */
function largest(corner: usize, row: usize, pixel: usize, down: i32, across: i32): usize {
  let best = corner, most = load<f32>(corner);
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const at = corner + <usize>y * row + <usize>x * pixel, value = load<f32>(at);
      if (value > most) {
        most = value;
        best = at;
      }
    }
  }
  return best;
}

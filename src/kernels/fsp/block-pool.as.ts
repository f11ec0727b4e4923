// Max pooling of one image by blocks that do not overlap, and its gradient. Maps are `[h, w, c]`, float32.

/** Fills `out` `[h, w, c]` with the maxima of blocks `[down, across]` of a map that is `mapW` wide. */
export function maxPool(map: usize, mapW: i32, c: i32, down: i32, across: i32, h: i32, w: i32, out: usize): void {
  const pixel = <usize>c << 2, vectors = pixel & ~15, row = <usize>mapW * pixel;
  const height = <usize>down * row, width = <usize>across * pixel;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const corner = map + <usize>y * height + <usize>x * width;
      let k: usize = 0;
      for (; k < vectors; k += 16) v128.store(out + k, largestOfFour(corner + k, row, height, pixel, width));
      for (; k < pixel; k += 4) store<f32>(out + k, largest(corner + k, row, height, pixel, width));
      out += pixel;
    }
  }
}

/**
 * Gives each number of `slopes` `[h, w, c]` to the place of `dmap` where its block of the map has its first maximum in row
 * order, and zeros to the other places; or adds it to what is there.
 */
export function spreadThroughPool(
  map: usize, mapW: i32, c: i32, down: i32, across: i32, h: i32, w: i32, slopes: usize, dmap: usize, adds: bool,
): void {
  const pixel = <usize>c << 2, vectors = pixel & ~15, row = <usize>mapW * pixel;
  const height = <usize>down * row, width = <usize>across * pixel;
  const beside = dmap - map;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const corner = map + <usize>y * height + <usize>x * width;
      let k: usize = 0;
      for (; k < vectors; k += 16) spreadFour(v128.load(slopes + k), corner + k, row, height, pixel, width, beside, adds);
      for (; k < pixel; k += 4) spread(load<f32>(slopes + k), corner + k, row, height, pixel, width, beside, adds);
      slopes += pixel;
    }
  }
}

/** The largest of a block whose rows are `row` bytes apart up to `height`, its pixels `pixel` bytes up to `width`. */
// @ts-ignore: decorator
@inline
function largestOfFour(corner: usize, row: usize, height: usize, pixel: usize, width: usize): v128 {
  let most = v128.load(corner);
  for (let line = corner; line < corner + height; line += row) {
    for (let at = line; at < line + width; at += pixel) most = f32x4.pmax(most, v128.load(at));
  }
  return most;
}

// @ts-ignore: decorator
@inline
function largest(corner: usize, row: usize, height: usize, pixel: usize, width: usize): f32 {
  let most = load<f32>(corner);
  for (let line = corner; line < corner + height; line += row) {
    for (let at = line; at < line + width; at += pixel) {
      const value = load<f32>(at);
      if (value > most) most = value;
    }
  }
  return most;
}

// @ts-ignore: decorator
@inline
function spreadFour(
  slope: v128, corner: usize, row: usize, height: usize, pixel: usize, width: usize, beside: usize, adds: bool,
): void {
  const most = largestOfFour(corner, row, height, pixel, width);
  let left = slope;
  for (let line = corner; line < corner + height; line += row) {
    for (let at = line; at < line + width; at += pixel) {
      const here = f32x4.eq(v128.load(at), most);
      const share = v128.and(left, here);
      v128.store(at + beside, adds ? f32x4.add(v128.load(at + beside), share) : share);
      left = v128.andnot(left, here);
    }
  }
}

// @ts-ignore: decorator
@inline
function spread(
  slope: f32, corner: usize, row: usize, height: usize, pixel: usize, width: usize, beside: usize, adds: bool,
): void {
  const most = largest(corner, row, height, pixel, width);
  let left = slope;
  for (let line = corner; line < corner + height; line += row) {
    for (let at = line; at < line + width; at += pixel) {
      const share: f32 = load<f32>(at) == most ? left : 0;
      store<f32>(at + beside, adds ? load<f32>(at + beside) + share : share);
      if (load<f32>(at) == most) left = 0;
    }
  }
}

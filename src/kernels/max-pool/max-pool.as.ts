// The gradient of max pooling. Maps are `[n, h, w, c]`, float32; what lies outside is minus infinity.

/** Adds each number of `dy` to `dx`, set to zero before, where its window has its first maximum. */
export function maxPoolGrad(
  x: usize, n: i32, h: i32, w: i32, c: i32,
  dy: usize, oh: i32, ow: i32,
  dx: usize, kh: i32, kw: i32,
  strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  for (let image = 0; image < n; image++) {
    for (let oy = 0; oy < oh; oy++) {
      const fromY = max(0, oy * strideY - top), toY = min(h, oy * strideY - top + kh);
      for (let ox = 0; ox < ow; ox++) {
        const fromX = max(0, ox * strideX - left), toX = min(w, ox * strideX - left + kw);
        for (let k = 0; k < c; k++) {
          let best = -Infinity as f32;
          let at: usize = usize.MAX_VALUE;
          for (let iy = fromY; iy < toY; iy++) {
            for (let ix = fromX; ix < toX; ix++) {
              const cell = <usize>(((image * h + iy) * w + ix) * c + k) << 2;
              const value = load<f32>(x + cell);
              if (value > best || at == usize.MAX_VALUE) {
                best = value;
                at = cell;
              }
            }
          }
          if (at != usize.MAX_VALUE) store<f32>(dx + at, load<f32>(dx + at) + load<f32>(dy));
          dy += 4;
        }
      }
    }
  }
}

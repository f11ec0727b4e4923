// 2-D convolution and its gradients. Maps are `[n, h, w, channels]`, filters `[kh, kw, ci, co]`, float32.
import { addOuterProducts, addProducts } from "../wasm/products.as";

/**
 * Fills `y` `[n, oh, ow, co]`. `scratch` takes one image with its padding,
 * `[(oh - 1) * strideY + kh, (ow - 1) * strideX + kw, ci]`: then a row of a window lies in one piece, and no edge is special.
 */
export function convForward(
  x: usize, n: i32, h: i32, w: i32, ci: i32,
  y: usize, oh: i32, ow: i32, co: i32,
  filter: usize, kh: i32, kw: i32,
  strideY: i32, strideX: i32, top: i32, left: i32,
  scratch: usize,
): void {
  const ph = (oh - 1) * strideY + kh, pw = (ow - 1) * strideX + kw;
  const rowStep = <usize>(pw * ci) << 2, pixelStep = <usize>(strideX * ci) << 2, yStep = <usize>co << 2;
  const depth = kw * ci;
  const whole = ow & ~3, vectors = co & ~7;
  for (let image = 0; image < n; image++) {
    pad(x + (<usize>(image * h * w * ci) << 2), h, w, ci, scratch, ph, pw, top, left);
    for (let oy = 0; oy < oh; oy++) {
      const from = scratch + <usize>(oy * strideY) * rowStep;
      const to = y + <usize>((image * oh + oy) * ow) * yStep;
      for (let ox = 0; ox < whole; ox += 4) {
        for (let j = 0; j < vectors; j += 8) {
          windows4x8(from + <usize>ox * pixelStep, pixelStep, rowStep, filter + (<usize>j << 2), yStep, kh, depth, to + <usize>ox * yStep + (<usize>j << 2));
        }
      }
      // What does not fill a tile: the last columns of the whole tiles, then the last pixels.
      if (vectors < co) windows(from, pixelStep, rowStep, whole, filter + (<usize>vectors << 2), yStep, co - vectors, kh, depth, to + (<usize>vectors << 2));
      if (whole < ow) windows(from + <usize>whole * pixelStep, pixelStep, rowStep, ow - whole, filter, yStep, co, kh, depth, to + <usize>whole * yStep);
    }
  }
}

/** One image with zeros around it. */
function pad(x: usize, h: i32, w: i32, ci: i32, out: usize, ph: i32, pw: i32, top: i32, left: i32): void {
  const size = <usize>ci << 2;
  const width = max(0, min(w, pw - left));
  const before = <usize>min(left, pw) * size, inner = <usize>width * size;
  const after = <usize>pw * size - before - inner;
  for (let row = 0; row < ph; row++) {
    const iy = row - top;
    if (iy < 0 || iy >= h) {
      memory.fill(out, 0, <usize>pw * size);
    } else {
      memory.fill(out, 0, before);
      memory.copy(out + before, x + <usize>(iy * w) * size, inner);
      memory.fill(out + before + inner, 0, after);
    }
    out += <usize>pw * size;
  }
}

/** Four pixels of a row, eight channels. */
function windows4x8(
  x: usize, pixelStep: usize, rowStep: usize, filter: usize, step: usize, kh: i32, depth: i32, out: usize,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  for (let ky = 0; ky < kh; ky++) {
    let a = x + <usize>ky * rowStep;
    const end = a + (<usize>depth << 2);
    let b = a + pixelStep, c = b + pixelStep, d = c + pixelStep;
    while (a < end) {
      const y0 = v128.load(filter), y1 = v128.load(filter, 16);
      const xa = v128.load32_splat(a), xb = v128.load32_splat(b), xc = v128.load32_splat(c), xd = v128.load32_splat(d);
      a0 = f32x4.add(a0, f32x4.mul(xa, y0)); a1 = f32x4.add(a1, f32x4.mul(xa, y1));
      b0 = f32x4.add(b0, f32x4.mul(xb, y0)); b1 = f32x4.add(b1, f32x4.mul(xb, y1));
      c0 = f32x4.add(c0, f32x4.mul(xc, y0)); c1 = f32x4.add(c1, f32x4.mul(xc, y1));
      d0 = f32x4.add(d0, f32x4.mul(xd, y0)); d1 = f32x4.add(d1, f32x4.mul(xd, y1));
      a += 4; b += 4; c += 4; d += 4;
      filter += step;
    }
  }
  v128.store(out, a0); v128.store(out, a1, 16); out += step;
  v128.store(out, b0); v128.store(out, b1, 16); out += step;
  v128.store(out, c0); v128.store(out, c1, 16); out += step;
  v128.store(out, d0); v128.store(out, d1, 16);
}

/** `pixels` of a row, `columns` channels. */
function windows(
  x: usize, pixelStep: usize, rowStep: usize, pixels: i32,
  filter: usize, step: usize, columns: i32, kh: i32, depth: i32, out: usize,
): void {
  for (let pixel = 0; pixel < pixels; pixel++) memory.fill(out + <usize>pixel * step, 0, <usize>columns << 2);
  for (let ky = 0; ky < kh; ky++) {
    addProducts(x + <usize>ky * rowStep, pixelStep, pixels, filter + <usize>(ky * depth) * step, step, columns, depth, out, step);
  }
}

/** Adds to `dw` `[kh, kw, ci, co]`, which the caller has set to zero. */
export function convFilterGradient(
  x: usize, n: i32, h: i32, w: i32, ci: i32,
  dy: usize, oh: i32, ow: i32, co: i32,
  dw: usize, kh: i32, kw: i32,
  strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const xStep = <usize>(strideX * ci) << 2, yStep = <usize>co << 2;
  // So many rows of dy that they stay in the first-level cache while every tap passes over them.
  const rows = max(1, 2048 / (ow * co));
  for (let image = 0; image < n; image++) {
    for (let from = 0; from < oh; from += rows) {
      const to = min(oh, from + rows);
      for (let ky = 0; ky < kh; ky++) {
        for (let kx = 0; kx < kw; kx++) {
          const first = firstInside(kx - left, strideX), last = lastInside(kx - left, strideX, w, ow);
          if (first > last) continue;
          const out = dw + (<usize>((ky * kw + kx) * ci * co) << 2);
          for (let oy = from; oy < to; oy++) {
            const iy = oy * strideY + ky - top;
            if (iy < 0 || iy >= h) continue;
            const ix = first * strideX + kx - left;
            addOuterProducts(
              x + (<usize>(((image * h + iy) * w + ix) * ci) << 2), xStep, ci,
              dy + (<usize>(((image * oh + oy) * ow + first) * co) << 2), yStep, co,
              last - first + 1, out, yStep,
            );
          }
        }
      }
    }
  }
}

/** Adds to `dx`, which the caller has set to zero; `turned` is the filter as `[kh, kw, co, ci]`. */
export function convInputGradient(
  dx: usize, n: i32, h: i32, w: i32, ci: i32,
  dy: usize, oh: i32, ow: i32, co: i32,
  turned: usize, kh: i32, kw: i32,
  strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const xStep = <usize>(strideX * ci) << 2, yStep = <usize>co << 2;
  for (let image = 0; image < n; image++) {
    for (let oy = 0; oy < oh; oy++) {
      for (let ky = 0; ky < kh; ky++) {
        const iy = oy * strideY + ky - top;
        if (iy < 0 || iy >= h) continue;
        for (let kx = 0; kx < kw; kx++) {
          const first = firstInside(kx - left, strideX), last = lastInside(kx - left, strideX, w, ow);
          if (first > last) continue;
          const ix = first * strideX + kx - left;
          addProducts(
            dy + (<usize>(((image * oh + oy) * ow + first) * co) << 2), yStep, last - first + 1,
            turned + (<usize>((ky * kw + kx) * co * ci) << 2), <usize>ci << 2, ci,
            co, dx + (<usize>(((image * h + iy) * w + ix) * ci) << 2), xStep,
          );
        }
      }
    }
  }
}

/** `[taps, ci, co]` → `[taps, co, ci]`; the taps in the opposite order too where `rotate` says so. */
export function turnFilter(filter: usize, out: usize, taps: i32, ci: i32, co: i32, rotate: bool): void {
  for (let tap = 0; tap < taps; tap++) {
    const from = filter + (<usize>((rotate ? taps - 1 - tap : tap) * ci * co) << 2);
    for (let b = 0; b < co; b++) {
      for (let a = 0; a < ci; a++) {
        store<f32>(out, load<f32>(from + (<usize>(a * co + b) << 2)));
        out += 4;
      }
    }
  }
}

/** The first output whose input, `output * stride + shift`, is not before the map; the last that is not behind it. */
function firstInside(shift: i32, stride: i32): i32 {
  return shift >= 0 ? 0 : (stride - 1 - shift) / stride;
}
function lastInside(shift: i32, stride: i32, size: i32, outputs: i32): i32 {
  const room = size - 1 - shift;
  return room < 0 ? -1 : min(outputs - 1, room / stride);
}

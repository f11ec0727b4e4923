// The gradients of a 2-D convolution. Maps are `[n, h, w, channels]`, filters `[kh, kw, ci, co]`, float32.
import { addOuterProducts, addProducts } from "../wasm/products.as";

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

// 2-D convolution by its definition, and the gradient in its filter. Maps are `[n, h, w, channels]`, float32.
import { outerProducts } from "../wasm/products.as";
import { cutOut } from "./cut-out.as";

/** Scratch of `directConv`, in bytes: one image with its padding, and a row of y. */
export function directConvScratch(ci: i32, oh: i32, ow: i32, co: i32, kh: i32, kw: i32, strideY: i32, strideX: i32): usize {
  const wide = (ow + 3) & ~3;
  return <usize>(4 * (((oh - 1) * strideY + kh) * ((wide - 1) * strideX + kw) * ci + wide * ((co + 3) & ~3)));
}

/**
 * `y = relu?(conv(x, filter) (+ bias) (+ residual))` for images `from` up to `to`; `filter` as `packFilter` leaves it, bias and
 * residual 0 where there are none. The steps, in bytes, say where the next image, row and pixel of y and of the residual
 * lie. The padding may be negative: then that much of x is left out.
 */
export function directConv(
  x: usize, h: i32, w: i32, ci: i32,
  filter: usize, kh: i32, kw: i32, strideY: i32, strideX: i32, top: i32, left: i32,
  y: usize, imageStep: usize, yRowStep: usize, yPixelStep: usize, oh: i32, ow: i32, co: i32,
  bias: usize, residual: usize, relu: bool,
  from: i32, to: i32, scratch: usize,
): void {
  const wide = (ow + 3) & ~3, packed = (co + 3) & ~3;
  const rows = (oh - 1) * strideY + kh, columns = (wide - 1) * strideX + kw;
  const pixel = <usize>ci << 2, xPixelStep = <usize>strideX * pixel, lineStep = <usize>packed << 2;
  const inside = staysInside(h, w, oh, ow, kh, kw, strideY, strideX, top, left);
  const rowStep = <usize>(inside ? w : columns) * pixel;
  // Rows that nothing is added to and that fill whole tiles are written where they belong.
  const plain = !bias && !residual && !relu && wide == ow && yPixelStep == lineStep;
  const line = scratch + <usize>(rows * columns) * pixel;
  for (let image = from; image < to; image++) {
    let map = x + <usize>(image * h * w) * pixel;
    if (!inside) {
      cutOut(map, h, w, -top, -left, rows, columns, pixel, scratch);
      map = scratch;
    }
    for (let oy = 0; oy < oh; oy++) {
      const at = <usize>image * imageStep + <usize>oy * yRowStep;
      const target = plain ? y + at : line;
      rowOfWindows(map + <usize>(oy * strideY) * rowStep, xPixelStep, rowStep, wide, filter, kh, kw * ci, target, packed);
      if (!plain) finishRow(line, packed, y + at, residual ? residual + at : 0, yPixelStep, ow, co, bias, relu);
    }
  }
}

/** Whether no window leaves the map, so that it can be read where it is. */
function staysInside(
  h: i32, w: i32, oh: i32, ow: i32, kh: i32, kw: i32, strideY: i32, strideX: i32, top: i32, left: i32,
): bool {
  return top == 0 && left == 0 && (oh - 1) * strideY + kh <= h && (ow - 1) * strideX + kw <= w;
}

/** `pixels`, a multiple of four, of a row of y, `[pixels, channels]`. */
function rowOfWindows(
  x: usize, pixelStep: usize, rowStep: usize, pixels: i32, filter: usize, kh: i32, depth: i32, out: usize, channels: i32,
): void {
  const step = <usize>channels << 2;
  for (let j = 0; j < channels; j += 8) {
    for (let i = 0; i < pixels; i += 4) {
      const from = x + <usize>i * pixelStep, to = out + <usize>i * step + (<usize>j << 2);
      if (j + 4 < channels) windows4x8(from, pixelStep, rowStep, filter, kh, depth, to, step);
      else windows4x4(from, pixelStep, rowStep, filter, kh, depth, to, step);
    }
    filter += <usize>(kh * depth) << 5;
  }
}

/** Four pixels of a row, eight channels. */
function windows4x8(x: usize, pixelStep: usize, rowStep: usize, filter: usize, kh: i32, depth: i32, out: usize, step: usize): void {
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
      filter += 32;
    }
  }
  v128.store(out, a0); v128.store(out, a1, 16); out += step;
  v128.store(out, b0); v128.store(out, b1, 16); out += step;
  v128.store(out, c0); v128.store(out, c1, 16); out += step;
  v128.store(out, d0); v128.store(out, d1, 16);
}

/** Four pixels of a row, four channels. */
function windows4x4(x: usize, pixelStep: usize, rowStep: usize, filter: usize, kh: i32, depth: i32, out: usize, step: usize): void {
  let sumA = f32x4.splat(0), sumB = f32x4.splat(0), sumC = f32x4.splat(0), sumD = f32x4.splat(0);
  for (let ky = 0; ky < kh; ky++) {
    let a = x + <usize>ky * rowStep;
    const end = a + (<usize>depth << 2);
    let b = a + pixelStep, c = b + pixelStep, d = c + pixelStep;
    while (a < end) {
      const y = v128.load(filter);
      sumA = f32x4.add(sumA, f32x4.mul(v128.load32_splat(a), y));
      sumB = f32x4.add(sumB, f32x4.mul(v128.load32_splat(b), y));
      sumC = f32x4.add(sumC, f32x4.mul(v128.load32_splat(c), y));
      sumD = f32x4.add(sumD, f32x4.mul(v128.load32_splat(d), y));
      a += 4; b += 4; c += 4; d += 4;
      filter += 16;
    }
  }
  v128.store(out, sumA); out += step;
  v128.store(out, sumB); out += step;
  v128.store(out, sumC); out += step;
  v128.store(out, sumD);
}

/** Adds what is to be added to a row, and puts it where it belongs. */
function finishRow(
  line: usize, packed: i32, y: usize, residual: usize, pixelStep: usize, pixels: i32, channels: i32, bias: usize, relu: bool,
): void {
  const bottom = f32x4.splat(relu ? 0 : -Infinity);
  const size = <usize>channels << 2, vectors = size & ~15;
  for (let pixel = 0; pixel < pixels; pixel++) {
    let c: usize = 0;
    for (; c < vectors; c += 16) {
      let value = v128.load(line + c);
      if (bias) value = f32x4.add(value, v128.load(bias + c));
      if (residual) value = f32x4.add(value, v128.load(residual + c));
      v128.store(y + c, f32x4.pmax(value, bottom));
    }
    for (; c < size; c += 4) {
      let value = load<f32>(line + c);
      if (bias) value += load<f32>(bias + c);
      if (residual) value += load<f32>(residual + c);
      store<f32>(y + c, relu && value < 0 ? 0 : value);
    }
    line += <usize>packed << 2;
    y += pixelStep;
    if (residual) residual += pixelStep;
  }
}

/** Scratch of `directFilterGradient`, in bytes: one image with its padding. */
export function directFilterGradientScratch(ci: i32, oh: i32, ow: i32, kh: i32, kw: i32, strideY: i32, strideX: i32): usize {
  return <usize>(4 * ((oh - 1) * strideY + kh) * ((ow - 1) * strideX + kw) * ci);
}

/** Fills `dw` `[kh, kw, ci, co]` with what images `from` up to `to` give to a filter's gradient. */
export function directFilterGradient(
  x: usize, h: i32, w: i32, ci: i32,
  dy: usize, oh: i32, ow: i32, co: i32,
  dw: usize, kh: i32, kw: i32, strideY: i32, strideX: i32, top: i32, left: i32,
  from: i32, to: i32, scratch: usize,
): void {
  const rows = (oh - 1) * strideY + kh, columns = (ow - 1) * strideX + kw;
  const pixel = <usize>ci << 2, xStep = <usize>strideX * pixel, yStep = <usize>co << 2;
  const inside = staysInside(h, w, oh, ow, kh, kw, strideY, strideX, top, left);
  const rowStep = <usize>(inside ? w : columns) * pixel;
  // So many rows of dy that they stay in the first-level cache while every tap passes over them.
  const some = max(1, 2048 / (ow * co));
  for (let image = from; image < to; image++) {
    let map = x + <usize>(image * h * w) * pixel;
    if (!inside) {
      cutOut(map, h, w, -top, -left, rows, columns, pixel, scratch);
      map = scratch;
    }
    for (let oy = 0; oy < oh; oy += some) {
      const slopes = dy + <usize>((image * oh + oy) * ow) * yStep;
      for (let ky = 0; ky < kh; ky++) {
        outerProducts(
          map + <usize>(oy * strideY + ky) * rowStep, xStep, <usize>strideY * rowStep, kw * ci,
          slopes, yStep, co,
          ow, min(some, oh - oy), dw + <usize>(ky * kw) * pixel * <usize>co, yStep, image > from || oy > 0,
        );
      }
    }
  }
}

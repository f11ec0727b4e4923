// Convolution by Winograd's algorithm; `winograd-transforms.as.ts` says how.
import { productsOfPacked } from "../wasm/products.as";
import { gap, inputTiles, p, p2, q, q2, square } from "./winograd-transforms.as";

/** Scratch of `winogradConv`, in bytes. */
export function winogradConvScratch(ci: i32, co: i32, strip: i32): usize {
  return square + 36 * (2 * gap + <usize>(4 * (ci + strip * (ci + co))));
}

/**
 * `y = relu?(conv(x, filter) (+ bias) (+ residual))` for images `from` up to `to`; `filter` as `winogradFilter` leaves it,
 * bias and residual 0 where there are none. So many 4x4 tiles of y as `strip` says, a multiple of four, go at a time.
 */
export function winogradConv(
  x: usize, h: i32, w: i32, ci: i32,
  filter: usize,
  y: usize, oh: i32, ow: i32, co: i32,
  top: i32, left: i32,
  bias: usize, residual: usize, relu: bool,
  strip: i32, from: i32, to: i32, scratch: usize,
): void {
  const tiles = ((oh + 3) >> 2) * ((ow + 3) >> 2);
  const vStep = (<usize>(strip * ci) << 2) + gap, mStep = (<usize>(strip * co) << 2) + gap;
  const patch = scratch + square, v = patch + <usize>(36 * ci << 2), m = v + 36 * vStep;
  const filterStep = (<usize>(ci * co) << 2) + gap;
  for (let first = from * tiles, end = to * tiles; first < end; first += strip) {
    const count = min(strip, end - first);
    inputTiles(x, h, w, ci, top, left, oh, ow, first, count, v, vStep, scratch, patch);
    for (let k: usize = 0; k < 36; k++) {
      productsOfPacked(v + k * vStep, <usize>ci << 2, count, filter + k * filterStep, co, ci, m + k * mStep, <usize>co << 2);
    }
    outputTiles(m, mStep, y, oh, ow, co, bias, residual, relu, first, count, scratch);
  }
}

function outputTiles(
  m: usize, mStep: usize, y: usize, oh: i32, ow: i32, co: i32,
  bias: usize, residual: usize, relu: bool, first: i32, count: i32, temp: usize,
): void {
  const across = (ow + 3) >> 2, tiles = ((oh + 3) >> 2) * across;
  const pixel = <usize>co << 2;
  for (let i = 0; i < count; i++) {
    const image = (first + i) / tiles, tile = (first + i) % tiles;
    const oy = tile / across << 2, ox = tile % across << 2;
    const at = <usize>((image * oh + oy) * ow + ox) * pixel;
    outputTile(
      m + <usize>i * pixel, mStep, y + at, residual ? residual + at : 0, <usize>ow * pixel, pixel,
      min(4, oh - oy), min(4, ow - ox), bias, relu, temp,
    );
  }
}

function outputTile(
  m: usize, mStep: usize, y: usize, residual: usize, row: usize, pixel: usize,
  rows: i32, columns: i32, bias: usize, relu: bool, temp: usize,
): void {
  const bottom = f32x4.splat(relu ? 0 : -Infinity);
  const end = temp + 96 * <usize>rows;
  for (let c: usize = 0; c < pixel; c += 16) {
    let from = m + c;
    for (let to = temp; to < temp + 96; to += 16) {
      columnOfOutput(
        v128.load(from), v128.load(from + 6 * mStep), v128.load(from + 12 * mStep),
        v128.load(from + 18 * mStep), v128.load(from + 24 * mStep), v128.load(from + 30 * mStep), to,
      );
      from += mStep;
    }
    const shift = bias ? v128.load(bias + c) : f32x4.splat(0);
    let to = y + c, beside = residual ? residual + c : 0;
    for (from = temp; from < end; from += 96) {
      rowOfOutput(
        v128.load(from), v128.load(from, 16), v128.load(from, 32),
        v128.load(from, 48), v128.load(from, 64), v128.load(from, 80), to, beside, pixel, columns, shift, bottom,
      );
      to += row;
      if (beside) beside += row;
    }
  }
}

// @ts-ignore: decorator
@inline
function columnOfOutput(m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, out: usize): void {
  const sumP = f32x4.add(m1, m2), sumQ = f32x4.add(m3, m4);
  const restP = f32x4.sub(m1, m2), restQ = f32x4.sub(m3, m4);
  v128.store(out, first(m0, sumP, sumQ));
  v128.store(out, second(restP, restQ), 96);
  v128.store(out, third(sumP, sumQ), 192);
  v128.store(out, fourth(m5, restP, restQ), 288);
}

// @ts-ignore: decorator
@inline
function rowOfOutput(
  m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128,
  y: usize, residual: usize, pixel: usize, columns: i32, shift: v128, bottom: v128,
): void {
  const sumP = f32x4.add(m1, m2), sumQ = f32x4.add(m3, m4);
  const restP = f32x4.sub(m1, m2), restQ = f32x4.sub(m3, m4);
  let y0 = f32x4.add(first(m0, sumP, sumQ), shift), y1 = f32x4.add(second(restP, restQ), shift);
  let y2 = f32x4.add(third(sumP, sumQ), shift), y3 = f32x4.add(fourth(m5, restP, restQ), shift);
  if (columns == 4) {
    if (residual) {
      y0 = f32x4.add(y0, v128.load(residual));
      y1 = f32x4.add(y1, v128.load(residual + pixel));
      y2 = f32x4.add(y2, v128.load(residual + 2 * pixel));
      y3 = f32x4.add(y3, v128.load(residual + 3 * pixel));
    }
    v128.store(y, f32x4.pmax(y0, bottom));
    v128.store(y + pixel, f32x4.pmax(y1, bottom));
    v128.store(y + 2 * pixel, f32x4.pmax(y2, bottom));
    v128.store(y + 3 * pixel, f32x4.pmax(y3, bottom));
  } else {
    const beside = residual - y;
    put(y, residual ? f32x4.add(y0, v128.load(y + beside)) : y0, bottom);
    y += pixel;
    if (columns > 1) put(y, residual ? f32x4.add(y1, v128.load(y + beside)) : y1, bottom);
    y += pixel;
    if (columns > 2) put(y, residual ? f32x4.add(y2, v128.load(y + beside)) : y2, bottom);
  }
}

// @ts-ignore: decorator
@inline
function put(y: usize, value: v128, bottom: v128): void {
  v128.store(y, f32x4.pmax(value, bottom));
}

// @ts-ignore: decorator
@inline
function first(m0: v128, sumP: v128, sumQ: v128): v128 {
  return f32x4.add(m0, f32x4.add(sumP, sumQ));
}

// @ts-ignore: decorator
@inline
function second(restP: v128, restQ: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(p), restP), f32x4.mul(f32x4.splat(q), restQ));
}

// @ts-ignore: decorator
@inline
function third(sumP: v128, sumQ: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(p2), sumP), f32x4.mul(f32x4.splat(q2), sumQ));
}

// @ts-ignore: decorator
@inline
function fourth(m5: v128, restP: v128, restQ: v128): v128 {
  return f32x4.add(m5, f32x4.add(f32x4.mul(f32x4.splat(p2 * p), restP), f32x4.mul(f32x4.splat(q2 * q), restQ)));
}

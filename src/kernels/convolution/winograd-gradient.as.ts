// A 3x3 filter's gradient at stride 1 by Winograd's algorithm; `winograd-transforms.as.ts` says how.
import { outerProducts } from "../wasm/products.as";
import { cutOut } from "./cut-out.as";
import { gap, inputTiles, n0, np, nq, p, p2, q, q2, square } from "./winograd-transforms.as";

/** Scratch of `winogradFilterGradient`, in bytes. */
export function winogradFilterGradientScratch(ci: i32, co: i32, strip: i32): usize {
  return square + 36 * (3 * gap + <usize>(4 * (ci + co + strip * (ci + co) + ci * co)));
}

/** Fills `dw` `[3, 3, ci, co]` with what images `from` up to `to` give to a filter's gradient. */
export function winogradFilterGradient(
  x: usize, h: i32, w: i32, ci: i32,
  dy: usize, oh: i32, ow: i32, co: i32,
  dw: usize, top: i32, left: i32,
  strip: i32, from: i32, to: i32, scratch: usize,
): void {
  const tiles = ((oh + 3) >> 2) * ((ow + 3) >> 2);
  const vStep = (<usize>(strip * ci) << 2) + gap, uStep = (<usize>(strip * co) << 2) + gap;
  const size = <usize>(ci * co) << 2, step = size + gap;
  const patch = scratch + square, v = patch + <usize>(36 * (ci + co) << 2), u = v + 36 * vStep, sums = u + 36 * uStep;
  for (let first = from * tiles, end = to * tiles; first < end; first += strip) {
    const count = min(strip, end - first);
    inputTiles(x, h, w, ci, top, left, oh, ow, first, count, v, vStep, scratch, patch);
    slopeTiles(dy, oh, ow, co, first, count, u, uStep, scratch, patch);
    for (let k: usize = 0; k < 36; k++) {
      outerProducts(v + k * vStep, <usize>ci << 2, 0, ci, u + k * uStep, <usize>co << 2, co, count, 1, sums + k * step, <usize>co << 2, first > from * tiles);
    }
  }
  for (let at: usize = 0; at < size; at += 16) filterSlopes(sums + at, step, dw + at, size, scratch);
}

/** `u[k, tile, b]`: component k of each 4x4 tile of dy. */
function slopeTiles(
  dy: usize, oh: i32, ow: i32, co: i32, first: i32, count: i32, u: usize, uStep: usize, temp: usize, patch: usize,
): void {
  const across = (ow + 3) >> 2, tiles = ((oh + 3) >> 2) * across;
  const pixel = <usize>co << 2;
  for (let i = 0; i < count; i++) {
    const image = (first + i) / tiles, tile = (first + i) % tiles;
    const oy = tile / across << 2, ox = tile % across << 2;
    const map = dy + <usize>(image * oh * ow) * pixel;
    if (oy + 4 <= oh && ox + 4 <= ow) {
      slopeTile(map + <usize>(oy * ow + ox) * pixel, <usize>ow * pixel, pixel, u + <usize>i * pixel, uStep, temp);
    } else {
      cutOut(map, oh, ow, oy, ox, 4, 4, pixel, patch);
      slopeTile(patch, 4 * pixel, pixel, u + <usize>i * pixel, uStep, temp);
    }
  }
}

function slopeTile(dy: usize, row: usize, pixel: usize, out: usize, outStep: usize, temp: usize): void {
  for (const end = dy + pixel; dy < end; dy += 16) {
    let from = dy;
    for (let to = temp; to < temp + 64; to += 16) {
      slopeLine(v128.load(from), v128.load(from + row), v128.load(from + 2 * row), v128.load(from + 3 * row), to, 64);
      from += pixel;
    }
    let to = out;
    for (from = temp; from < temp + 384; from += 64) {
      slopeLine(v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), to, outStep);
      to += 6 * outStep;
    }
    out += 16;
  }
}

// @ts-ignore: decorator
@inline
function slopeLine(y0: v128, y1: v128, y2: v128, y3: v128, out: usize, step: usize): void {
  const evenP = f32x4.add(y0, f32x4.mul(f32x4.splat(p2), y2)), evenQ = f32x4.add(y0, f32x4.mul(f32x4.splat(q2), y2));
  const oddP = f32x4.mul(f32x4.splat(p), f32x4.add(y1, f32x4.mul(f32x4.splat(p2), y3)));
  const oddQ = f32x4.mul(f32x4.splat(q), f32x4.add(y1, f32x4.mul(f32x4.splat(q2), y3)));
  v128.store(out, y0);
  v128.store(out + step, f32x4.add(evenP, oddP));
  v128.store(out + 2 * step, f32x4.sub(evenP, oddP));
  v128.store(out + 3 * step, f32x4.add(evenQ, oddQ));
  v128.store(out + 4 * step, f32x4.sub(evenQ, oddQ));
  v128.store(out + 5 * step, y3);
}

/** Four neighbours of dw from the 36 sums behind them. */
function filterSlopes(sums: usize, step: usize, dw: usize, dwStep: usize, temp: usize): void {
  for (let to = temp; to < temp + 96; to += 16) {
    filterSlopeLine(
      v128.load(sums), v128.load(sums + 6 * step), v128.load(sums + 12 * step),
      v128.load(sums + 18 * step), v128.load(sums + 24 * step), v128.load(sums + 30 * step), to, 96,
    );
    sums += step;
  }
  for (let from = temp; from < temp + 288; from += 96) {
    filterSlopeLine(
      v128.load(from), v128.load(from, 16), v128.load(from, 32),
      v128.load(from, 48), v128.load(from, 64), v128.load(from, 80), dw, dwStep,
    );
    dw += 3 * dwStep;
  }
}

// @ts-ignore: decorator
@inline
function filterSlopeLine(m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, out: usize, step: usize): void {
  const sumP = f32x4.mul(f32x4.splat(1 / np), f32x4.add(m1, m2)), sumQ = f32x4.mul(f32x4.splat(1 / nq), f32x4.add(m3, m4));
  const restP = f32x4.mul(f32x4.splat(p / np), f32x4.sub(m1, m2)), restQ = f32x4.mul(f32x4.splat(q / nq), f32x4.sub(m3, m4));
  v128.store(out, f32x4.add(f32x4.mul(f32x4.splat(1 / n0), m0), f32x4.add(sumP, sumQ)));
  v128.store(out + step, f32x4.add(restP, restQ));
  v128.store(out + 2 * step, f32x4.add(m5, f32x4.add(f32x4.mul(f32x4.splat(p2), sumP), f32x4.mul(f32x4.splat(q2), sumQ))));
}

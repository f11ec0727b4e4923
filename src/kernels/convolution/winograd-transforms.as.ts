// 3x3 convolution at stride 1 by Winograd's algorithm F(4x4, 3x3): 36 products for 16 results where the definition takes
// 144. Its points are 0, ±3/4, ±3/2 and infinity: with them float32 results are about 3 times as far from the exact ones
// as the definition's own are, with the usual 0, ±1, ±2 about 6 times. Channels are multiples of four.
// This file: the points, and the transforms of inputs and filters, which both directions share.
import { cutOut } from "./cut-out.as";

export const p: f32 = 0.75;
export const q: f32 = 1.5;
export const p2: f32 = p * p;
export const q2: f32 = q * q;
/** What the points' polynomials are divided by: `product over the other points t of (point - t)`. */
export const n0: f32 = p2 * q2;
export const np: f32 = 2 * p2 * (p2 - q2);
export const nq: f32 = 2 * q2 * (q2 - p2);

/** Bytes of `6 x 6` vectors. */
export const square: usize = 36 << 4;

/** Between the 36 matrices: with a power of two they would all lie in the same lines of the first-level cache. */
export const gap: usize = 64;

/** `v[k, tile, a]`: component k of the 6x6 window of input behind each 4x4 tile of output. */
export function inputTiles(
  x: usize, h: i32, w: i32, ci: i32, top: i32, left: i32, oh: i32, ow: i32,
  first: i32, count: i32, v: usize, vStep: usize, temp: usize, patch: usize,
): void {
  const across = (ow + 3) >> 2, tiles = ((oh + 3) >> 2) * across;
  const pixel = <usize>ci << 2;
  for (let i = 0; i < count; i++) {
    const image = (first + i) / tiles, tile = (first + i) % tiles;
    const fromY = (tile / across << 2) - top, fromX = (tile % across << 2) - left;
    const map = x + <usize>(image * h * w) * pixel;
    const out = v + <usize>i * pixel;
    if (fromY >= 0 && fromY + 6 <= h && fromX >= 0 && fromX + 6 <= w) {
      inputTile(map + <usize>(fromY * w + fromX) * pixel, <usize>w * pixel, pixel, out, vStep, temp);
    } else {
      cutOut(map, h, w, fromY, fromX, 6, 6, pixel, patch);
      inputTile(patch, 6 * pixel, pixel, out, vStep, temp);
    }
  }
}

function inputTile(x: usize, row: usize, pixel: usize, out: usize, outStep: usize, temp: usize): void {
  for (const end = x + pixel; x < end; x += 16) {
    let from = x, to = temp;
    for (; to < temp + 96; to += 16) {
      inputLine(
        v128.load(from), v128.load(from + row), v128.load(from + 2 * row),
        v128.load(from + 3 * row), v128.load(from + 4 * row), v128.load(from + 5 * row), to, 96,
      );
      from += pixel;
    }
    to = out;
    for (from = temp; from < temp + square; from += 96) {
      inputLine(
        v128.load(from), v128.load(from, 16), v128.load(from, 32),
        v128.load(from, 48), v128.load(from, 64), v128.load(from, 80), to, outStep,
      );
      to += 6 * outStep;
    }
    out += 16;
  }
}

// @ts-ignore: decorator
@inline
function inputLine(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, out: usize, step: usize): void {
  const near2 = f32x4.mul(f32x4.splat(p2), d2), far2 = f32x4.mul(f32x4.splat(q2), d2);
  const near1 = f32x4.mul(f32x4.splat(p2), d1), far1 = f32x4.mul(f32x4.splat(q2), d1);
  const evenP = f32x4.sub(d4, far2), evenQ = f32x4.sub(d4, near2);
  const oddP = f32x4.mul(f32x4.splat(p), f32x4.sub(d3, far1)), oddQ = f32x4.mul(f32x4.splat(q), f32x4.sub(d3, near1));
  v128.store(out, f32x4.add(f32x4.sub(evenP, near2), f32x4.mul(f32x4.splat(n0), d0)));
  v128.store(out + step, f32x4.add(evenP, oddP));
  v128.store(out + 2 * step, f32x4.sub(evenP, oddP));
  v128.store(out + 3 * step, f32x4.add(evenQ, oddQ));
  v128.store(out + 4 * step, f32x4.sub(evenQ, oddQ));
  v128.store(out + 5 * step, f32x4.add(f32x4.sub(d5, f32x4.mul(f32x4.splat(p2 + q2), d3)), f32x4.mul(f32x4.splat(n0), d1)));
}

/**
 * Makes a filter ready for `winogradConv`: 36 matrices `[inputs, outputs]`, each packed (`packing.as.ts`), with a gap
 * behind each. The steps, in
 * bytes and perhaps negative, say where the next row, column, input and output of the filter lie.
 */
export function winogradFilter(
  filter: usize, rowStep: i32, columnStep: i32, inputStep: i32, outputStep: i32,
  inputs: i32, outputs: i32, out: usize, temp: usize,
): void {
  const step = (<usize>(inputs * outputs) << 2) + gap;
  for (let b = 0; b < outputs; b += 4) {
    // A block is eight columns wide, or four at the end.
    const width = min(8, outputs - (b & ~7));
    let to = out + (<usize>((b & ~7) * inputs + (b & 7)) << 2);
    for (let a = 0; a < inputs; a++) {
      const from = filter + <usize>(a * inputStep + b * outputStep);
      for (let kx: usize = 0; kx < 3; kx++) {
        const column = from + kx * <usize>columnStep;
        filterLine(
          four(column, outputStep), four(column + <usize>rowStep, outputStep), four(column + 2 * <usize>rowStep, outputStep),
          temp + (kx << 4), 48,
        );
      }
      for (let k: usize = 0; k < 6; k++) {
        const line = temp + k * 48;
        filterLine(v128.load(line), v128.load(line, 16), v128.load(line, 32), to + 6 * k * step, step);
      }
      to += <usize>width << 2;
    }
  }
}

// @ts-ignore: decorator
@inline
function four(from: usize, step: i32): v128 {
  if (step == 4) return v128.load(from);
  const s = <usize>step;
  return f32x4(load<f32>(from), load<f32>(from + s), load<f32>(from + 2 * s), load<f32>(from + 3 * s));
}

// @ts-ignore: decorator
@inline
function filterLine(g0: v128, g1: v128, g2: v128, out: usize, step: usize): void {
  const evenP = f32x4.add(f32x4.mul(f32x4.splat(1 / np), g0), f32x4.mul(f32x4.splat(p2 / np), g2));
  const evenQ = f32x4.add(f32x4.mul(f32x4.splat(1 / nq), g0), f32x4.mul(f32x4.splat(q2 / nq), g2));
  const oddP = f32x4.mul(f32x4.splat(p / np), g1), oddQ = f32x4.mul(f32x4.splat(q / nq), g1);
  v128.store(out, f32x4.mul(f32x4.splat(1 / n0), g0));
  v128.store(out + step, f32x4.add(evenP, oddP));
  v128.store(out + 2 * step, f32x4.sub(evenP, oddP));
  v128.store(out + 3 * step, f32x4.add(evenQ, oddQ));
  v128.store(out + 4 * step, f32x4.sub(evenQ, oddQ));
  v128.store(out + 5 * step, g2);
}

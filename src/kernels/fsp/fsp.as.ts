// FSP matrices, their gradient, and the distance between two stacks of them. Everything is float32.
import { outerProducts, addProducts } from "../wasm/products.as";
import { rowOf } from "../wasm/rows.as";
import { maxPool, spreadThroughPool } from "./block-pool.as";

/** Scratch of `fspMatrices` and of `fspMatricesGrad`, in bytes. */
export function fspScratch(h1: i32, w1: i32, c1: i32, h2: i32, w2: i32, c2: i32): usize {
  return <usize>(4 * (2 * min(h1, h2) * min(w1, w2) * (c1 + c2) + 2 * c1 * c2));
}

/**
 * `first` `[n, h1, w1, c1]` and `last` `[n, h2, w2, c2]` → rows `[c1, c2]` of `matrices`, means over the positions, for images
 * `from` up to `to`. A larger map is max-pooled by blocks first. `variants` 0 means that an image's row is its place in the
 * batch.
 */
export function fspMatrices(
  first: usize, h1: i32, w1: i32, c1: i32, last: usize, h2: i32, w2: i32, c2: i32,
  matrices: usize, samples: usize, variants: i32,
  from: i32, to: i32, scratch: usize,
): void {
  const h = min(h1, h2), w = min(w1, w2), cells = <usize>(c1 * c2) << 2;
  const step1 = <usize>c1 << 2, step2 = <usize>c2 << 2;
  for (let image = from; image < to; image++) {
    const a = pooled(first + <usize>(image * h1 * w1) * step1, h1, w1, c1, h, w, scratch);
    const b = pooled(last + <usize>(image * h2 * w2) * step2, h2, w2, c2, h, w, scratch + <usize>(h * w) * step1);
    const out = matrices + <usize>rowOf(samples, variants, image) * cells;
    outerProducts(a, step1, 0, c1, b, step2, c2, h * w, 1, out, step2, false);
    for (let at = out; at < out + cells; at += 4) store<f32>(at, load<f32>(at) / <f32>(h * w));
  }
}

/** One image's map, max-pooled into `out` where it is larger than it should be. */
function pooled(map: usize, h: i32, w: i32, c: i32, toH: i32, toW: i32, out: usize): usize {
  if (h == toH && w == toW) return map;
  maxPool(map, w, c, h / toH, w / toW, toH, toW, out);
  return out;
}

/**
 * `dfirst = last dG^T / p` and `dlast = first dG / p`, through the pool where there is one, for images `from` up to `to`; each 0
 * where nobody wants it, and added to what is there where `adds` says so.
 */
export function fspMatricesGrad(
  dy: usize, first: usize, h1: i32, w1: i32, c1: i32, last: usize, h2: i32, w2: i32, c2: i32,
  dfirst: usize, addsFirst: bool, dlast: usize, addsLast: bool,
  from: i32, to: i32, scratch: usize,
): void {
  const h = min(h1, h2), w = min(w1, w2), positions = h * w;
  const step1 = <usize>c1 << 2, step2 = <usize>c2 << 2, cells = <usize>c1 * step2;
  const share = scratch, turned = share + cells, pooledA = turned + cells;
  const pooledB = pooledA + <usize>positions * step1, slopes = pooledB + <usize>positions * step2;
  for (let image = from; image < to; image++) {
    shares(dy + <usize>image * cells, c1, c2, <f32>positions, share, turned);
    const mapA = first + <usize>(image * h1 * w1) * step1, mapB = last + <usize>(image * h2 * w2) * step2;
    const a = pooled(mapA, h1, w1, c1, h, w, pooledA), b = pooled(mapB, h2, w2, c2, h, w, pooledB);
    if (dfirst) mapGrad(b, c2, turned, mapA, h1, w1, c1, h, w, dfirst + (mapA - first), addsFirst, slopes);
    if (dlast) mapGrad(a, c1, share, mapB, h2, w2, c2, h, w, dlast + (mapB - last), addsLast, slopes);
  }
}

/** `share = dy / positions` `[c1, c2]`, and the same turned, `[c2, c1]`. */
function shares(dy: usize, c1: i32, c2: i32, positions: f32, share: usize, turned: usize): void {
  for (let a = 0; a < c1; a++) {
    for (let b = 0; b < c2; b++) {
      const value = load<f32>(dy + (<usize>(a * c2 + b) << 2)) / positions;
      store<f32>(share + (<usize>(a * c2 + b) << 2), value);
      store<f32>(turned + (<usize>(b * c1 + a) << 2), value);
    }
  }
}

/** One image's `dmap = other matrix`, other `[positions, depth]` and matrix `[depth, c]`. `slopes` takes `[positions, c]`. */
function mapGrad(
  other: usize, depth: i32, matrix: usize, map: usize, mapH: i32, mapW: i32, c: i32, h: i32, w: i32,
  dmap: usize, adds: bool, slopes: usize,
): void {
  const step = <usize>c << 2;
  const pools = mapH != h || mapW != w;
  const target = pools ? slopes : dmap;
  if (pools || !adds) memory.fill(target, 0, <usize>(h * w) * step);
  addProducts(other, <usize>depth << 2, h * w, matrix, step, c, depth, target, step);
  if (pools) spreadThroughPool(map, mapW, c, mapH / h, mapW / w, h, w, slopes, dmap, adds);
}

/** Squared differences, summed over all cells, divided by n; and `slope = 2 (student - teacher) / n`. */
export function fspLoss(student: usize, teacher: usize, loss: usize, slope: usize, n: i32, cells: i32): void {
  store<f32>(loss, <f32>(distance(student, teacher, slope, cells, 2 / <f64>n) / n));
}

/**
 * For images `from` up to `to`: squared differences summed over a matrix, and `slope = scale (student - teacher)`. The
 * teacher's rows are found as those of `fspMatrices` are.
 */
export function fspLosses(
  student: usize, teacher: usize, cells: i32, slope: usize, scale: f64, losses: usize, samples: usize, variants: i32,
  from: i32, to: i32,
): void {
  const size = <usize>cells << 2;
  for (let image = from; image < to; image++) {
    const at = <usize>image * size, row = <usize>rowOf(samples, variants, image) * size;
    store<f32>(losses + (<usize>image << 2), <f32>distance(student + at, teacher + row, slope + at, cells, scale));
  }
}

function distance(student: usize, teacher: usize, slope: usize, cells: i32, scale: f64): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0, end = <usize>cells << 2; at < end; at += 4) {
    const difference = <f64>load<f32>(student + at) - <f64>load<f32>(teacher + at);
    sum += difference * difference;
    store<f32>(slope + at, <f32>(scale * difference));
  }
  return sum;
}

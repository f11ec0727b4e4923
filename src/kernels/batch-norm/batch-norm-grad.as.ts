// Batch norm in training, backward. Maps are `[rows, c]`, float32. With `dz = dy where y > 0`, or dy without a ReLU:
// `dbeta = sum dz`, `dgamma = sum dz * xhat`, and `dx = gamma / sigma * (dz - dbeta / rows - xhat * dgamma / rows)`.
import { chunk } from "./batch-norm.as";

/** The whole gradient; `dz` 0 means that nobody wants it. `scratch` takes 2 c float64 and 3 c float32. */
export function batchNormGrad(
  dy: usize, x: usize, y: usize, gamma: usize, mean: usize, variance: usize,
  dx: usize, dgamma: usize, dbeta: usize, dz: usize, scratch: usize,
  rows: i32, c: i32, epsilon: f32, relu: bool,
): void {
  const vectors = scratch + slopeSumsSize(c);
  slopeSums(dy, x, y, mean, scratch, rows, c, relu);
  slopeVectors(scratch, 1, gamma, variance, dgamma, dbeta, vectors, rows, c, epsilon);
  inputSlopes(dy, x, y, mean, vectors, dx, false, dz, false, rows, c, relu);
}

/** Bytes of what `slopeSums` fills. */
export function slopeSumsSize(c: i32): usize {
  return <usize>c << 4;
}

/** Fills `out`: `sum dz` `[c]`, then `sum dz * (x - mean)` `[c]`, float64. */
export function slopeSums(dy: usize, x: usize, y: usize, mean: usize, out: usize, rows: i32, c: i32, relu: bool): void {
  const step = <usize>c << 2;
  const dots = out + (<usize>c << 3);
  memory.fill(out, 0, slopeSumsSize(c));
  // With no ReLU every y passes: all bits of this mask are set.
  const open = i32x4.splat(relu ? 0 : -1);
  const zero = f32x4.splat(0);
  for (let from = 0; from < rows; from += chunk) {
    const to = min(rows, from + chunk);
    let k = 0;
    for (; k + 4 <= c; k += 4) {
      const m = v128.load(mean + (k << 2));
      let sum = f32x4.splat(0), dot = f32x4.splat(0);
      let at = <usize>from * step + (k << 2);
      for (let row = from; row < to; row++, at += step) {
        const g = v128.and(v128.load(dy + at), v128.or(f32x4.gt(v128.load(y + at), zero), open));
        sum = f32x4.add(sum, g);
        dot = f32x4.add(dot, f32x4.mul(g, f32x4.sub(v128.load(x + at), m)));
      }
      addLanes(out + (k << 3), sum);
      addLanes(dots + (k << 3), dot);
    }
    for (; k < c; k++) {
      const m = load<f32>(mean + (k << 2));
      let sum: f32 = 0, dot: f32 = 0;
      let at = <usize>from * step + (k << 2);
      for (let row = from; row < to; row++, at += step) {
        const g: f32 = relu && !(load<f32>(y + at) > 0) ? 0 : load<f32>(dy + at);
        sum += g;
        dot += g * (load<f32>(x + at) - m);
      }
      store<f64>(out + (k << 3), load<f64>(out + (k << 3)) + sum);
      store<f64>(dots + (k << 3), load<f64>(dots + (k << 3)) + dot);
    }
  }
}

/**
 * Adds up `count` parts as `slopeSums` leaves them, one behind the other; the first holds the sums afterwards. Fills dgamma,
 * dbeta, and `vectors` `[3, c]`: scale, shift and slope of `inputSlopes`.
 */
export function slopeVectors(
  parts: usize, count: i32, gamma: usize, variance: usize, dgamma: usize, dbeta: usize, vectors: usize,
  rows: i32, c: i32, epsilon: f32,
): void {
  const step = <usize>c << 2, size = slopeSumsSize(c), dots = parts + (<usize>c << 3);
  for (let part = 1; part < count; part++) {
    const from = <usize>part * size;
    for (let at = parts; at < parts + size; at += 8) store<f64>(at, load<f64>(at) + load<f64>(at + from));
  }
  for (let k = 0; k < c; k++) {
    const spread = <f64>load<f32>(variance + (k << 2)) + epsilon;
    const sum = load<f64>(parts + (k << 3)), dot = load<f64>(dots + (k << 3));
    store<f32>(dbeta + (k << 2), <f32>sum);
    store<f32>(dgamma + (k << 2), <f32>(dot / sqrt(spread)));
    store<f32>(vectors + (k << 2), <f32>(load<f32>(gamma + (k << 2)) / sqrt(spread)));
    store<f32>(vectors + step + (k << 2), <f32>(sum / rows));
    store<f32>(vectors + 2 * step + (k << 2), <f32>(dot / (spread * rows)));
  }
}

/** `dx = (dz - shift - (x - mean) * slope) * scale`, and dz itself where it is wanted; each may be added to what is there. */
export function inputSlopes(
  dy: usize, x: usize, y: usize, mean: usize, vectors: usize,
  dx: usize, addsDx: bool, dz: usize, addsDz: bool,
  rows: i32, c: i32, relu: bool,
): void {
  const step = <usize>c << 2;
  const zero = f32x4.splat(0), open = i32x4.splat(relu ? 0 : -1);
  for (let from = 0; from < rows; from += chunk) {
    const to = min(rows, from + chunk);
    let k = 0;
    for (; k + 4 <= c; k += 4) {
      const m = v128.load(mean + (k << 2)), vector = vectors + (k << 2);
      const a = v128.load(vector), b = v128.load(vector + step), s = v128.load(vector + 2 * step);
      let at = <usize>from * step + (k << 2);
      for (let row = from; row < to; row++, at += step) {
        const g = v128.and(v128.load(dy + at), v128.or(f32x4.gt(v128.load(y + at), zero), open));
        let value = f32x4.mul(f32x4.sub(f32x4.sub(g, b), f32x4.mul(f32x4.sub(v128.load(x + at), m), s)), a);
        if (addsDx) value = f32x4.add(v128.load(dx + at), value);
        v128.store(dx + at, value);
        if (dz) v128.store(dz + at, addsDz ? f32x4.add(v128.load(dz + at), g) : g);
      }
    }
    for (; k < c; k++) {
      const m = load<f32>(mean + (k << 2)), vector = vectors + (k << 2);
      const a = load<f32>(vector), b = load<f32>(vector + step), s = load<f32>(vector + 2 * step);
      let at = <usize>from * step + (k << 2);
      for (let row = from; row < to; row++, at += step) {
        const g: f32 = relu && !(load<f32>(y + at) > 0) ? 0 : load<f32>(dy + at);
        const value = (g - b - (load<f32>(x + at) - m) * s) * a;
        store<f32>(dx + at, addsDx ? load<f32>(dx + at) + value : value);
        if (dz) store<f32>(dz + at, addsDz ? load<f32>(dz + at) + g : g);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addLanes(sums: usize, lanes: v128): void {
  store<f64>(sums, load<f64>(sums) + f32x4.extract_lane(lanes, 0));
  store<f64>(sums, load<f64>(sums, 8) + f32x4.extract_lane(lanes, 1), 8);
  store<f64>(sums, load<f64>(sums, 16) + f32x4.extract_lane(lanes, 2), 16);
  store<f64>(sums, load<f64>(sums, 24) + f32x4.extract_lane(lanes, 3), 24);
}

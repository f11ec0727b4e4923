// Batch norm in training, forward and backward. Maps are `[rows, c]`, float32; rows are the n * h * w positions.
// Four channels are summed at a time over a chunk of rows in float32, and the chunks in float64.

const chunk = 128;

/**
 * `y = relu?((x - mean) * gamma / sqrt(variance + epsilon) + beta (+ residual))`; residual 0 means none.
 * Fills `mean` and the biased `variance` `[c]`. `scratch` takes 2 c float64.
 */
export function batchNormTraining(
  x: usize, gamma: usize, beta: usize, residual: usize,
  y: usize, mean: usize, variance: usize, scratch: usize,
  rows: i32, c: i32, epsilon: f32, relu: bool,
): void {
  moments(x, scratch, scratch + (<usize>c << 3), rows, c);
  for (let k = 0; k < c; k++) {
    store<f32>(mean + (k << 2), <f32>load<f64>(scratch + (k << 3)));
    store<f32>(variance + (k << 2), <f32>(load<f64>(scratch + ((c + k) << 3)) / rows));
  }
  batchNormApply(x, gamma, beta, residual, y, mean, variance, rows, c, epsilon, relu);
}

/** The same with a mean and a variance that are known, as in inference. */
export function batchNormApply(
  x: usize, gamma: usize, beta: usize, residual: usize,
  y: usize, mean: usize, variance: usize,
  rows: i32, c: i32, epsilon: f32, relu: bool,
): void {
  const step = <usize>c << 2;
  const bottom = f32x4.splat(relu ? 0 : -Infinity);
  for (let from = 0; from < rows; from += chunk) {
    const to = min(rows, from + chunk);
    let k = 0;
    for (; k + 4 <= c; k += 4) {
      const m = v128.load(mean + (k << 2));
      const scale = f32x4.div(
        v128.load(gamma + (k << 2)),
        f32x4.sqrt(f32x4.add(v128.load(variance + (k << 2)), f32x4.splat(epsilon))),
      );
      const b = v128.load(beta + (k << 2));
      let at = <usize>from * step + (k << 2);
      if (residual) {
        for (let row = from; row < to; row++, at += step) {
          const value = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + at), m), scale), b);
          v128.store(y + at, f32x4.pmax(f32x4.add(value, v128.load(residual + at)), bottom));
        }
      } else {
        for (let row = from; row < to; row++, at += step) {
          const value = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + at), m), scale), b);
          v128.store(y + at, f32x4.pmax(value, bottom));
        }
      }
    }
    for (; k < c; k++) {
      const m = load<f32>(mean + (k << 2)), b = load<f32>(beta + (k << 2));
      const scale = load<f32>(gamma + (k << 2)) / sqrt<f32>(load<f32>(variance + (k << 2)) + epsilon);
      let at = <usize>from * step + (k << 2);
      for (let row = from; row < to; row++, at += step) {
        let value = (load<f32>(x + at) - m) * scale + b;
        if (residual) value += load<f32>(residual + at);
        store<f32>(y + at, relu && value < 0 ? 0 : value);
      }
    }
  }
}

/** Fills `mean` and `squares`, the sums of squared distances from it, `[c]` float64. Chunks are merged as Chan et al. do. */
function moments(x: usize, mean: usize, squares: usize, rows: i32, c: i32): void {
  const step = <usize>c << 2;
  memory.fill(mean, 0, <usize>c << 3);
  memory.fill(squares, 0, <usize>c << 3);
  for (let from = 0; from < rows; from += chunk) {
    const count = min(chunk, rows - from);
    const start = x + <usize>from * step;
    let k = 0;
    for (; k + 4 <= c; k += 4) {
      let sum = f32x4.splat(0);
      let at = start + (k << 2);
      for (let row = 0; row < count; row++, at += step) sum = f32x4.add(sum, v128.load(at));
      const middle = f32x4.div(sum, f32x4.splat(<f32>count));
      let distance = f32x4.splat(0), square = f32x4.splat(0);
      at = start + (k << 2);
      for (let row = 0; row < count; row++, at += step) {
        const d = f32x4.sub(v128.load(at), middle);
        distance = f32x4.add(distance, d);
        square = f32x4.add(square, f32x4.mul(d, d));
      }
      merge(mean, squares, k, from, count, f32x4.extract_lane(middle, 0), f32x4.extract_lane(distance, 0), f32x4.extract_lane(square, 0));
      merge(mean, squares, k + 1, from, count, f32x4.extract_lane(middle, 1), f32x4.extract_lane(distance, 1), f32x4.extract_lane(square, 1));
      merge(mean, squares, k + 2, from, count, f32x4.extract_lane(middle, 2), f32x4.extract_lane(distance, 2), f32x4.extract_lane(square, 2));
      merge(mean, squares, k + 3, from, count, f32x4.extract_lane(middle, 3), f32x4.extract_lane(distance, 3), f32x4.extract_lane(square, 3));
    }
    for (; k < c; k++) {
      let sum: f32 = 0, distance: f32 = 0, square: f32 = 0;
      let at = start + (k << 2);
      for (let row = 0; row < count; row++, at += step) sum += load<f32>(at);
      const middle = sum / <f32>count;
      at = start + (k << 2);
      for (let row = 0; row < count; row++, at += step) {
        const d = load<f32>(at) - middle;
        distance += d;
        square += d * d;
      }
      merge(mean, squares, k, from, count, middle, distance, square);
    }
  }
}

/**
 * Adds a chunk of `count` numbers to the `seen` before it. `middle` is about their mean; `distance` and `square` are
 * the sums of their distances from it and of the squares of those.
 */
function merge(mean: usize, squares: usize, k: i32, seen: i32, count: i32, middle: f32, distance: f32, square: f32): void {
  const shift = <f64>distance / count;
  const chunkMean = <f64>middle + shift;
  const chunkSquares = <f64>square - <f64>distance * shift;
  const before = load<f64>(mean + (k << 3));
  const delta = chunkMean - before;
  const share = <f64>count / (seen + count);
  store<f64>(mean + (k << 3), before + delta * share);
  store<f64>(squares + (k << 3), load<f64>(squares + (k << 3)) + chunkSquares + delta * delta * seen * share);
}

/**
 * `dz = dy where y > 0`, or dy without a ReLU; `dbeta = sum dz`, `dgamma = sum dz * xhat`, and
 * `dx = gamma / sigma * (dz - dbeta / rows - xhat * dgamma / rows)`. `dz` 0 means that nobody wants it.
 * `scratch` takes 2 c float64 and 3 c float32.
 */
export function batchNormGrad(
  dy: usize, x: usize, y: usize, gamma: usize, mean: usize, variance: usize,
  dx: usize, dgamma: usize, dbeta: usize, dz: usize, scratch: usize,
  rows: i32, c: i32, epsilon: f32, relu: bool,
): void {
  const step = <usize>c << 2;
  const sums = scratch, dots = scratch + (<usize>c << 3);
  memory.fill(scratch, 0, <usize>c << 4);
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
        if (dz) v128.store(dz + at, g);
        sum = f32x4.add(sum, g);
        dot = f32x4.add(dot, f32x4.mul(g, f32x4.sub(v128.load(x + at), m)));
      }
      addLanes(sums + (k << 3), sum);
      addLanes(dots + (k << 3), dot);
    }
    for (; k < c; k++) {
      const m = load<f32>(mean + (k << 2));
      let sum: f32 = 0, dot: f32 = 0;
      let at = <usize>from * step + (k << 2);
      for (let row = from; row < to; row++, at += step) {
        const g: f32 = relu && !(load<f32>(y + at) > 0) ? 0 : load<f32>(dy + at);
        if (dz) store<f32>(dz + at, g);
        sum += g;
        dot += g * (load<f32>(x + at) - m);
      }
      store<f64>(sums + (k << 3), load<f64>(sums + (k << 3)) + sum);
      store<f64>(dots + (k << 3), load<f64>(dots + (k << 3)) + dot);
    }
  }
  const scale = scratch + (<usize>c << 4), shift = scale + step, slope = shift + step;
  for (let k = 0; k < c; k++) {
    const spread = <f64>load<f32>(variance + (k << 2)) + epsilon;
    const sum = load<f64>(sums + (k << 3)), dot = load<f64>(dots + (k << 3));
    store<f32>(dbeta + (k << 2), <f32>sum);
    store<f32>(dgamma + (k << 2), <f32>(dot / sqrt(spread)));
    store<f32>(scale + (k << 2), <f32>(load<f32>(gamma + (k << 2)) / sqrt(spread)));
    store<f32>(shift + (k << 2), <f32>(sum / rows));
    store<f32>(slope + (k << 2), <f32>(dot / (spread * rows)));
  }
  // Behind a residual dz is ready; nothing is left to mask.
  inputGradient(dz ? dz : dy, x, y, mean, dx, scale, shift, slope, rows, c, relu && !dz);
}

/** `dx = (dz - shift - (x - mean) * slope) * scale`, with `dz = dy where y > 0` if there is a ReLU. */
function inputGradient(
  dy: usize, x: usize, y: usize, mean: usize, dx: usize,
  scale: usize, shift: usize, slope: usize,
  rows: i32, c: i32, relu: bool,
): void {
  const step = <usize>c << 2;
  const zero = f32x4.splat(0);
  for (let from = 0; from < rows; from += chunk) {
    const to = min(rows, from + chunk);
    let k = 0;
    for (; k + 4 <= c; k += 4) {
      const m = v128.load(mean + (k << 2)), a = v128.load(scale + (k << 2));
      const b = v128.load(shift + (k << 2)), s = v128.load(slope + (k << 2));
      let at = <usize>from * step + (k << 2);
      if (relu) {
        for (let row = from; row < to; row++, at += step) {
          const g = v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero));
          v128.store(dx + at, f32x4.mul(f32x4.sub(f32x4.sub(g, b), f32x4.mul(f32x4.sub(v128.load(x + at), m), s)), a));
        }
      } else {
        for (let row = from; row < to; row++, at += step) {
          const g = v128.load(dy + at);
          v128.store(dx + at, f32x4.mul(f32x4.sub(f32x4.sub(g, b), f32x4.mul(f32x4.sub(v128.load(x + at), m), s)), a));
        }
      }
    }
    for (; k < c; k++) {
      const m = load<f32>(mean + (k << 2)), a = load<f32>(scale + (k << 2));
      const b = load<f32>(shift + (k << 2)), s = load<f32>(slope + (k << 2));
      let at = <usize>from * step + (k << 2);
      for (let row = from; row < to; row++, at += step) {
        const g: f32 = relu && !(load<f32>(y + at) > 0) ? 0 : load<f32>(dy + at);
        store<f32>(dx + at, (g - b - (load<f32>(x + at) - m) * s) * a);
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

// Batch norm in training, forward. Maps are `[rows, c]`, float32; rows are the n * h * w positions. Four channels are summed at
// a time over a chunk of rows in float32, and the chunks in float64.

/** So many rows that they stay in the first-level cache while all channels pass over them. */
export const chunk = 128;

/**
 * `y = relu?((x - mean) * gamma / sqrt(variance + epsilon) + beta (+ residual))`; residual 0 means none.
 * Fills `mean` and the biased `variance` `[c]`. `scratch` takes 2 c float64.
 */
export function batchNormTraining(
  x: usize, gamma: usize, beta: usize, residual: usize,
  y: usize, mean: usize, variance: usize, scratch: usize,
  rows: i32, c: i32, epsilon: f32, relu: bool,
): void {
  moments(x, scratch, rows, c);
  mergeMoments(scratch, 1, rows, rows, c, mean, variance);
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

/** Bytes of what `moments` fills. */
export function momentsSize(c: i32): usize {
  return <usize>c << 4;
}

/** Fills `out`: the means `[c]`, then the sums of squared distances from them `[c]`, float64. Chunks are merged as Chan et al. do. */
export function moments(x: usize, out: usize, rows: i32, c: i32): void {
  const step = <usize>c << 2;
  const mean = out, squares = out + (<usize>c << 3);
  memory.fill(out, 0, momentsSize(c));
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
      addChunk(mean, squares, k, from, count, f32x4.extract_lane(middle, 0), f32x4.extract_lane(distance, 0), f32x4.extract_lane(square, 0));
      addChunk(mean, squares, k + 1, from, count, f32x4.extract_lane(middle, 1), f32x4.extract_lane(distance, 1), f32x4.extract_lane(square, 1));
      addChunk(mean, squares, k + 2, from, count, f32x4.extract_lane(middle, 2), f32x4.extract_lane(distance, 2), f32x4.extract_lane(square, 2));
      addChunk(mean, squares, k + 3, from, count, f32x4.extract_lane(middle, 3), f32x4.extract_lane(distance, 3), f32x4.extract_lane(square, 3));
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
      addChunk(mean, squares, k, from, count, middle, distance, square);
    }
  }
}

/**
 * Adds a chunk of `count` numbers to the `seen` before it. `middle` is about their mean; `distance` and `square` are
 * the sums of their distances from it and of the squares of those.
 */
function addChunk(mean: usize, squares: usize, k: i32, seen: i32, count: i32, middle: f32, distance: f32, square: f32): void {
  const shift = <f64>distance / count;
  merge(mean + (k << 3), squares + (k << 3), seen, count, <f64>middle + shift, <f64>square - <f64>distance * shift);
}

// @ts-ignore: decorator
@inline
function merge(mean: usize, squares: usize, seen: i32, count: i32, newMean: f64, newSquares: f64): void {
  const before = load<f64>(mean);
  const delta = newMean - before;
  const share = <f64>count / (seen + count);
  store<f64>(mean, before + delta * share);
  store<f64>(squares, load<f64>(squares) + newSquares + delta * delta * seen * share);
}

/**
 * Makes the batch's mean and biased variance from `count` parts as `moments` leaves them, one behind the other, each of
 * `partRows` rows but the last. The first part holds the sums afterwards.
 */
export function mergeMoments(parts: usize, count: i32, partRows: i32, rows: i32, c: i32, mean: usize, variance: usize): void {
  const squares = <usize>c << 3;
  for (let part = 1; part < count; part++) {
    const from = parts + <usize>part * momentsSize(c), seen = part * partRows;
    for (let at: usize = 0; at < squares; at += 8) {
      merge(parts + at, parts + squares + at, seen, min(partRows, rows - seen), load<f64>(from + at), load<f64>(from + squares + at));
    }
  }
  for (let k = 0; k < c; k++) {
    store<f32>(mean + (k << 2), <f32>load<f64>(parts + (k << 3)));
    store<f32>(variance + (k << 2), <f32>(load<f64>(parts + squares + (k << 3)) / rows));
  }
}

/** `running = keep * running + take * batch` for `c` numbers. */
export function blend(running: usize, batch: usize, c: i32, keep: f32, take: f32): void {
  for (let at: usize = 0, end = <usize>c << 2; at < end; at += 4) {
    store<f32>(running + at, keep * load<f32>(running + at) + take * load<f32>(batch + at));
  }
}

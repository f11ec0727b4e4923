// Softmax and cross-entropy. In float64 with functions of our own, because engines disagree on theirs.

/** `logits` `[n, k]`, `labels` `[n]` int32 → the mean loss, and `slope = (softmax - onehot) / n` `[n, k]`. */
export function crossEntropy(logits: usize, labels: usize, loss: usize, slope: usize, n: i32, k: i32): void {
  let total: f64 = 0;
  const step = <usize>k << 2;
  for (let row = 0; row < n; row++) {
    const at = <usize>row * step;
    total += lossOf(logits + at, step, slope + at, n, label(labels, row));
  }
  store<f32>(loss, <f32>(total / n));
}

/** The same for images `from` up to `to`, each with its own loss, and 1 or 0 for whether its first largest logit is its label's. */
export function crossEntropies(
  logits: usize, labels: usize, losses: usize, correct: usize, slope: usize, n: i32, k: i32, from: i32, to: i32,
): void {
  const step = <usize>k << 2;
  for (let row = from; row < to; row++) {
    const at = <usize>row * step, place = <usize>row << 2;
    store<f32>(losses + place, <f32>lossOf(logits + at, step, slope + at, n, label(labels, row)));
    store<f32>(correct + place, firstLargest(logits + at, step) == label(labels, row) ? 1 : 0);
  }
}

/** Where in a row its sample's label lies, in bytes. */
// @ts-ignore: decorator
@inline
function label(labels: usize, row: i32): usize {
  return <usize>load<i32>(labels + (<usize>row << 2)) << 2;
}

function firstLargest(logits: usize, step: usize): usize {
  let best: usize = 0;
  for (let at: usize = 4; at < step; at += 4) {
    if (load<f32>(logits + at) > load<f32>(logits + best)) best = at;
  }
  return best;
}

/** One sample's loss, in nats. */
function lossOf(logits: usize, step: usize, slope: usize, n: i32, label: usize): f64 {
  const top = <f64>load<f32>(logits + firstLargest(logits, step));
  let sum: f64 = 0;
  for (let at: usize = 0; at < step; at += 4) sum += exp(<f64>load<f32>(logits + at) - top);
  for (let at: usize = 0; at < step; at += 4) {
    const share = exp(<f64>load<f32>(logits + at) - top) / sum;
    store<f32>(slope + at, <f32>((share - (at == label ? 1 : 0)) / n));
  }
  return log(sum) + top - <f64>load<f32>(logits + label);
}

const ln2High: f64 = 6.93147180369123816490e-1;
const ln2Low: f64 = 1.90821492927058770002e-10;

/** For x <= 0. `exp(x) = 2^k exp(r)` with |r| <= ln 2 / 2, where 14 terms of the series are exact to a float64. */
function exp(x: f64): f64 {
  if (x != x) return x;
  if (x < -708) return 0;
  const k = nearest(x * 1.44269504088896338700);
  const r = x - k * ln2High - k * ln2Low;
  let sum: f64 = 1;
  for (let term = 14; term > 0; term--) sum = 1 + sum * r / <f64>term;
  return sum * reinterpret<f64>((<i64>k + 1023) << 52);
}

/** For x >= 1. `log(x) = k ln 2 + 2 artanh((m - 1) / (m + 1))` with `x = 2^k m`, m within sqrt 2 of 1. */
function log(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<i64>(x);
  let k = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
  if (m > 1.41421356237309504880) {
    m *= 0.5;
    k++;
  }
  const s = (m - 1) / (m + 1), square = s * s;
  let sum: f64 = 0;
  for (let term = 23; term > 0; term -= 2) sum = sum * square + 1 / <f64>term;
  return <f64>k * ln2High + (2 * s * sum + <f64>k * ln2Low);
}

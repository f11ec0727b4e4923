// Softmax and cross-entropy. In float64 with functions of our own, because engines disagree on theirs.

/** `logits` `[n, k]`, `labels` `[n]` int32 → the mean loss, and `slope = (softmax - onehot) / n` `[n, k]`. */
export function crossEntropy(logits: usize, labels: usize, loss: usize, slope: usize, n: i32, k: i32): void {
  let total: f64 = 0;
  for (let row = 0; row < n; row++) {
    const at = <usize>(row * k) << 2, end = at + (<usize>k << 2);
    let top = <f64>load<f32>(logits + at);
    for (let cell = at; cell < end; cell += 4) {
      const value = <f64>load<f32>(logits + cell);
      if (value > top) top = value;
    }
    let sum: f64 = 0;
    for (let cell = at; cell < end; cell += 4) sum += exp(<f64>load<f32>(logits + cell) - top);
    const label = at + (<usize>load<i32>(labels + (<usize>row << 2)) << 2);
    total += log(sum) + top - <f64>load<f32>(logits + label);
    for (let cell = at; cell < end; cell += 4) {
      const share = exp(<f64>load<f32>(logits + cell) - top) / sum;
      store<f32>(slope + cell, <f32>((share - (cell == label ? 1 : 0)) / n));
    }
  }
  store<f32>(loss, <f32>(total / n));
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

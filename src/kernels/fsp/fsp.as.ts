// FSP matrices, their gradient, and the distance between two stacks of them. Everything is float32.
import { addOuterProducts, addProducts } from "../wasm/products.as";

/** `first` `[n, p, ca]` and `last` `[n, p, cb]` → `out` `[n, ca, cb]`, means over the p positions. */
export function fspMatrices(first: usize, last: usize, out: usize, n: i32, p: i32, ca: i32, cb: i32): void {
  const cells = ca * cb;
  const total = <usize>(n * cells) << 2;
  memory.fill(out, 0, total);
  for (let image = 0; image < n; image++) {
    addOuterProducts(
      first + (<usize>(image * p * ca) << 2), <usize>ca << 2, ca,
      last + (<usize>(image * p * cb) << 2), <usize>cb << 2, cb,
      p, out + (<usize>(image * cells) << 2), <usize>cb << 2,
    );
  }
  for (let at: usize = 0; at < total; at += 4) store<f32>(out + at, load<f32>(out + at) / <f32>p);
}

/** `dfirst = last dG^T / p` and `dlast = first dG / p`. `scratch` takes 2 ca cb float32. */
export function fspMatricesGrad(
  dy: usize, first: usize, last: usize, dfirst: usize, dlast: usize, scratch: usize,
  n: i32, p: i32, ca: i32, cb: i32,
): void {
  memory.fill(dfirst, 0, <usize>(n * p * ca) << 2);
  memory.fill(dlast, 0, <usize>(n * p * cb) << 2);
  const aStep = <usize>ca << 2, bStep = <usize>cb << 2;
  const share = scratch, turned = scratch + (<usize>(ca * cb) << 2);
  for (let image = 0; image < n; image++) {
    for (let a = 0; a < ca; a++) {
      for (let b = 0; b < cb; b++) {
        const value = load<f32>(dy + (<usize>((image * ca + a) * cb + b) << 2)) / <f32>p;
        store<f32>(share + (<usize>(a * cb + b) << 2), value);
        store<f32>(turned + (<usize>(b * ca + a) << 2), value);
      }
    }
    const atA = <usize>(image * p * ca) << 2, atB = <usize>(image * p * cb) << 2;
    addProducts(last + atB, bStep, p, turned, aStep, ca, cb, dfirst + atA, aStep);
    addProducts(first + atA, aStep, p, share, bStep, cb, ca, dlast + atB, bStep);
  }
}

/** Squared differences, summed over all cells, divided by n; and `slope = 2 (student - teacher) / n`. */
export function fspLoss(student: usize, teacher: usize, loss: usize, slope: usize, n: i32, cells: i32): void {
  let sum: f64 = 0;
  for (let at: usize = 0, end = <usize>cells << 2; at < end; at += 4) {
    const difference = <f64>load<f32>(student + at) - <f64>load<f32>(teacher + at);
    sum += difference * difference;
    store<f32>(slope + at, <f32>(2 * difference / n));
  }
  store<f32>(loss, <f32>(sum / n));
}

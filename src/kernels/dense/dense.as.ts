// A dense layer and its gradients. `x` `[n, inputs]`, kernel `[inputs, units]`, `y` `[n, units]`, float32.
import { outerProducts, addProducts } from "../wasm/products.as";

/** `y = x kernel (+ bias)` for images `from` up to `to`; bias 0 where there is none. */
export function dense(x: usize, kernel: usize, bias: usize, y: usize, inputs: i32, units: i32, from: i32, to: i32): void {
  const step = <usize>units << 2;
  for (let image = from; image < to; image++) {
    const row = y + <usize>image * step;
    if (bias) memory.copy(row, bias, step);
    else memory.fill(row, 0, step);
  }
  const first = <usize>(from * inputs) << 2;
  addProducts(x + first, <usize>inputs << 2, to - from, kernel, step, units, inputs, y + <usize>from * step, step);
}

/** `dx = dy kernel^T`, or that much more, for images `from` up to `to`. */
export function denseInputGrad(dy: usize, kernel: usize, dx: usize, adds: bool, inputs: i32, units: i32, from: i32, to: i32): void {
  const step = <usize>units << 2;
  let target = dx + (<usize>(from * inputs) << 2);
  for (let image = from; image < to; image++) {
    const row = dy + <usize>image * step;
    for (let i = 0; i < inputs; i++) {
      const weights = kernel + <usize>i * step;
      let sum: f32 = 0;
      for (let at: usize = 0; at < step; at += 4) sum += load<f32>(row + at) * load<f32>(weights + at);
      store<f32>(target, adds ? load<f32>(target) + sum : sum);
      target += 4;
    }
  }
}

/** `dkernel = x^T dy` and, unless it is 0, `dbias = sum dy`, over `n` images. */
export function denseKernelGrad(x: usize, dy: usize, dkernel: usize, dbias: usize, inputs: i32, units: i32, n: i32): void {
  const step = <usize>units << 2;
  outerProducts(x, <usize>inputs << 2, 0, inputs, dy, step, units, n, 1, dkernel, step, false);
  if (!dbias) return;
  memory.fill(dbias, 0, step);
  for (let image = 0; image < n; image++) {
    const row = dy + <usize>image * step;
    for (let at: usize = 0; at < step; at += 4) store<f32>(dbias + at, load<f32>(dbias + at) + load<f32>(row + at));
  }
}

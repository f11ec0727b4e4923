// Depthwise convolution and its gradients. Maps are `[n, h, w, channels]`, filters `[kh, kw, c, m]`, float32; output channel
// `a * m + j` sees input channel `a` alone. `top` and `left` are the padding.

/** `y`, of arbitrary content before. */
export function depthwiseConv(
  x: usize, n: i32, h: i32, w: i32, c: i32, filter: usize, kh: i32, kw: i32, m: i32,
  y: usize, oh: i32, ow: i32, strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2, line = <usize>(c * m) << 2;
  memory.fill(y, 0, <usize>(n * oh * ow) * line);
  for (let image = 0; image < n; image++) {
    for (let oy = 0; oy < oh; oy++) {
      for (let ky = max(0, top - oy * strideY); ky < min(kh, h + top - oy * strideY); ky++) {
        const row = x + <usize>((image * h + oy * strideY + ky - top) * w) * pixel;
        for (let ox = 0; ox < ow; ox++) {
          const to = y + <usize>((image * oh + oy) * ow + ox) * line;
          for (let kx = max(0, left - ox * strideX); kx < min(kw, w + left - ox * strideX); kx++) {
            addProducts(row + <usize>(ox * strideX + kx - left) * pixel, filter + <usize>(ky * kw + kx) * line, to, c, m);
          }
        }
      }
    }
  }
}

/** `dx`, of arbitrary content before. */
export function depthwiseInputGrad(
  dy: usize, n: i32, h: i32, w: i32, c: i32, filter: usize, kh: i32, kw: i32, m: i32,
  dx: usize, oh: i32, ow: i32, strideY: i32, strideX: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2, line = <usize>(c * m) << 2;
  memory.fill(dx, 0, <usize>(n * h * w) * pixel);
  for (let image = 0; image < n; image++) {
    for (let oy = 0; oy < oh; oy++) {
      for (let ky = max(0, top - oy * strideY); ky < min(kh, h + top - oy * strideY); ky++) {
        const row = dx + <usize>((image * h + oy * strideY + ky - top) * w) * pixel;
        for (let ox = 0; ox < ow; ox++) {
          const from = dy + <usize>((image * oh + oy) * ow + ox) * line;
          for (let kx = max(0, left - ox * strideX); kx < min(kw, w + left - ox * strideX); kx++) {
            addSums(from, filter + <usize>(ky * kw + kx) * line, row + <usize>(ox * strideX + kx - left) * pixel, c, m);
          }
        }
      }
    }
  }
}

/** `dfilter`, of arbitrary content before; `scratch` has room for one more filter, so that each image is summed by itself. */
export function depthwiseFilterGrad(
  x: usize, n: i32, h: i32, w: i32, c: i32, dfilter: usize, kh: i32, kw: i32, m: i32,
  dy: usize, oh: i32, ow: i32, strideY: i32, strideX: i32, top: i32, left: i32, scratch: usize,
): void {
  const pixel = <usize>c << 2, line = <usize>(c * m) << 2, size = <usize>(kh * kw) * line;
  memory.fill(dfilter, 0, size);
  for (let image = 0; image < n; image++) {
    memory.fill(scratch, 0, size);
    for (let oy = 0; oy < oh; oy++) {
      for (let ky = max(0, top - oy * strideY); ky < min(kh, h + top - oy * strideY); ky++) {
        const row = x + <usize>((image * h + oy * strideY + ky - top) * w) * pixel;
        for (let ox = 0; ox < ow; ox++) {
          const from = dy + <usize>((image * oh + oy) * ow + ox) * line;
          for (let kx = max(0, left - ox * strideX); kx < min(kw, w + left - ox * strideX); kx++) {
            addProducts(row + <usize>(ox * strideX + kx - left) * pixel, from, scratch + <usize>(ky * kw + kx) * line, c, m);
          }
        }
      }
    }
    for (let at: usize = 0; at < size; at += 4) store<f32>(dfilter + at, load<f32>(dfilter + at) + load<f32>(scratch + at));
  }
}

/** `to[a, j] += x[a] * b[a, j]`. */
// @ts-ignore: decorator
@inline
function addProducts(x: usize, b: usize, to: usize, c: i32, m: i32): void {
  if (m == 1) {
    addVectors(x, b, to, c);
    return;
  }
  for (let a = 0; a < c; a++) {
    const value = load<f32>(x + (<usize>a << 2));
    for (let j = a * m; j < (a + 1) * m; j++) {
      const at = <usize>j << 2;
      store<f32>(to + at, load<f32>(to + at) + value * load<f32>(b + at));
    }
  }
}

/** `to[a] += sum over j of dy[a, j] * b[a, j]`. */
// @ts-ignore: decorator
@inline
function addSums(dy: usize, b: usize, to: usize, c: i32, m: i32): void {
  if (m == 1) {
    addVectors(dy, b, to, c);
    return;
  }
  for (let a = 0; a < c; a++) {
    let sum = load<f32>(to + (<usize>a << 2));
    for (let j = a * m; j < (a + 1) * m; j++) sum += load<f32>(dy + (<usize>j << 2)) * load<f32>(b + (<usize>j << 2));
    store<f32>(to + (<usize>a << 2), sum);
  }
}

/** `to[a] += x[a] * b[a]`. */
// @ts-ignore: decorator
@inline
function addVectors(x: usize, b: usize, to: usize, count: i32): void {
  const whole = <usize>(count & ~3) << 2, end = <usize>count << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(v128.load(x + at), v128.load(b + at))));
  }
  for (let at = whole; at < end; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(x + at) * load<f32>(b + at));
}

// Sums of products on small tiles: what convolutions' gradients and FSP matrices are made of.
// All pointers and steps are in bytes, all numbers float32. Sums are added to what `out` holds, in one fixed order.

/**
 * `out[i, j] = sum over r < lines, p < count of x[r, p, i] * y[r * count + p, j]`, out being `[rows, columns]` with `outStep`
 * between rows: x may lie in lines, `xLine` apart, while y is in one piece. Where `adds` says so, it is added to what out holds.
 */
export function outerProducts(
  x: usize, xStep: usize, xLine: usize, rows: i32,
  y: usize, yStep: usize, columns: i32,
  count: i32, lines: i32,
  out: usize, outStep: usize, adds: bool,
): void {
  const rest = xLine - <usize>count * xStep;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    let j = 0;
    for (; j + 8 <= columns; j += 8) outer4x8(x, xStep, rest, y + (j << 2), yStep, count, lines, out + (j << 2), outStep, adds);
    for (; j + 4 <= columns; j += 4) outer4x4(x, xStep, rest, y + (j << 2), yStep, count, lines, out + (j << 2), outStep, adds);
    for (; j < columns; j++) {
      for (let r: usize = 0; r < 4; r++) outer1x1(x + (r << 2), xStep, rest, y + (j << 2), yStep, count, lines, out + r * outStep + (j << 2), adds);
    }
    x += 16;
    out += 4 * outStep;
  }
  for (; i < rows; i++) {
    let j = 0;
    for (; j + 8 <= columns; j += 8) outer1x8(x, xStep, rest, y + (j << 2), yStep, count, lines, out + (j << 2), adds);
    for (; j + 4 <= columns; j += 4) outer1x4(x, xStep, rest, y + (j << 2), yStep, count, lines, out + (j << 2), adds);
    for (; j < columns; j++) outer1x1(x, xStep, rest, y + (j << 2), yStep, count, lines, out + (j << 2), adds);
    x += 4;
    out += outStep;
  }
}

function outer4x8(x: usize, xStep: usize, rest: usize, y: usize, yStep: usize, count: i32, lines: i32, out: usize, outStep: usize, adds: bool): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  for (let line = 0; line < lines; line++) {
    for (const end = x + <usize>count * xStep; x < end; x += xStep) {
      const y0 = v128.load(y), y1 = v128.load(y, 16);
      const xa = v128.load32_splat(x), xb = v128.load32_splat(x, 4), xc = v128.load32_splat(x, 8), xd = v128.load32_splat(x, 12);
      a0 = f32x4.add(a0, f32x4.mul(xa, y0)); a1 = f32x4.add(a1, f32x4.mul(xa, y1));
      b0 = f32x4.add(b0, f32x4.mul(xb, y0)); b1 = f32x4.add(b1, f32x4.mul(xb, y1));
      c0 = f32x4.add(c0, f32x4.mul(xc, y0)); c1 = f32x4.add(c1, f32x4.mul(xc, y1));
      d0 = f32x4.add(d0, f32x4.mul(xd, y0)); d1 = f32x4.add(d1, f32x4.mul(xd, y1));
      y += yStep;
    }
    x += rest;
  }
  put(out, a0, adds); put(out + 16, a1, adds); out += outStep;
  put(out, b0, adds); put(out + 16, b1, adds); out += outStep;
  put(out, c0, adds); put(out + 16, c1, adds); out += outStep;
  put(out, d0, adds); put(out + 16, d1, adds);
}

function outer4x4(x: usize, xStep: usize, rest: usize, y: usize, yStep: usize, count: i32, lines: i32, out: usize, outStep: usize, adds: bool): void {
  let a = f32x4.splat(0), b = f32x4.splat(0), c = f32x4.splat(0), d = f32x4.splat(0);
  for (let line = 0; line < lines; line++) {
    for (const end = x + <usize>count * xStep; x < end; x += xStep) {
      const y0 = v128.load(y);
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(x), y0));
      b = f32x4.add(b, f32x4.mul(v128.load32_splat(x, 4), y0));
      c = f32x4.add(c, f32x4.mul(v128.load32_splat(x, 8), y0));
      d = f32x4.add(d, f32x4.mul(v128.load32_splat(x, 12), y0));
      y += yStep;
    }
    x += rest;
  }
  put(out, a, adds); put(out + outStep, b, adds); put(out + 2 * outStep, c, adds); put(out + 3 * outStep, d, adds);
}

function outer1x8(x: usize, xStep: usize, rest: usize, y: usize, yStep: usize, count: i32, lines: i32, out: usize, adds: bool): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
  for (let line = 0; line < lines; line++) {
    for (const end = x + <usize>count * xStep; x < end; x += xStep) {
      const xa = v128.load32_splat(x);
      a0 = f32x4.add(a0, f32x4.mul(xa, v128.load(y)));
      a1 = f32x4.add(a1, f32x4.mul(xa, v128.load(y, 16)));
      y += yStep;
    }
    x += rest;
  }
  put(out, a0, adds); put(out + 16, a1, adds);
}

function outer1x4(x: usize, xStep: usize, rest: usize, y: usize, yStep: usize, count: i32, lines: i32, out: usize, adds: bool): void {
  let a = f32x4.splat(0);
  for (let line = 0; line < lines; line++) {
    for (const end = x + <usize>count * xStep; x < end; x += xStep) {
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(x), v128.load(y)));
      y += yStep;
    }
    x += rest;
  }
  put(out, a, adds);
}

function outer1x1(x: usize, xStep: usize, rest: usize, y: usize, yStep: usize, count: i32, lines: i32, out: usize, adds: bool): void {
  let a: f32 = 0;
  for (let line = 0; line < lines; line++) {
    for (const end = x + <usize>count * xStep; x < end; x += xStep) {
      a += load<f32>(x) * load<f32>(y);
      y += yStep;
    }
    x += rest;
  }
  store<f32>(out, adds ? load<f32>(out) + a : a);
}

/** `out[i, j] += sum over k < depth of a[i, k] * b[k, j]`; rows of a, b and out are aStep, bStep and outStep apart. */
export function addProducts(
  a: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, columns: i32,
  depth: i32,
  out: usize, outStep: usize,
): void {
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const from = a + <usize>i * aStep, to = out + <usize>i * outStep;
    let j = 0;
    for (; j + 8 <= columns; j += 8) product4x8(from, aStep, b + (j << 2), bStep, depth, to + (j << 2), outStep);
    for (; j + 4 <= columns; j += 4) {
      for (let r: usize = 0; r < 4; r++) product1x4(from + r * aStep, b + (j << 2), bStep, depth, to + r * outStep + (j << 2));
    }
    for (; j < columns; j++) {
      for (let r: usize = 0; r < 4; r++) product1x1(from + r * aStep, b + (j << 2), bStep, depth, to + r * outStep + (j << 2));
    }
  }
  for (; i < rows; i++) {
    const from = a + <usize>i * aStep, to = out + <usize>i * outStep;
    let j = 0;
    for (; j + 4 <= columns; j += 4) product1x4(from, b + (j << 2), bStep, depth, to + (j << 2));
    for (; j < columns; j++) product1x1(from, b + (j << 2), bStep, depth, to + (j << 2));
  }
}

function product4x8(a: usize, aStep: usize, b: usize, bStep: usize, depth: i32, out: usize, outStep: usize): void {
  const aa = a, ab = a + aStep, ac = ab + aStep, ad = ac + aStep;
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  for (let k: usize = 0, end = <usize>depth << 2; k < end; k += 4) {
    const y0 = v128.load(b), y1 = v128.load(b, 16);
    const xa = v128.load32_splat(aa + k), xb = v128.load32_splat(ab + k), xc = v128.load32_splat(ac + k), xd = v128.load32_splat(ad + k);
    a0 = f32x4.add(a0, f32x4.mul(xa, y0)); a1 = f32x4.add(a1, f32x4.mul(xa, y1));
    b0 = f32x4.add(b0, f32x4.mul(xb, y0)); b1 = f32x4.add(b1, f32x4.mul(xb, y1));
    c0 = f32x4.add(c0, f32x4.mul(xc, y0)); c1 = f32x4.add(c1, f32x4.mul(xc, y1));
    d0 = f32x4.add(d0, f32x4.mul(xd, y0)); d1 = f32x4.add(d1, f32x4.mul(xd, y1));
    b += bStep;
  }
  addTo(out, a0); addTo(out + 16, a1); out += outStep;
  addTo(out, b0); addTo(out + 16, b1); out += outStep;
  addTo(out, c0); addTo(out + 16, c1); out += outStep;
  addTo(out, d0); addTo(out + 16, d1);
}

function product1x4(a: usize, b: usize, bStep: usize, depth: i32, out: usize): void {
  let sum = f32x4.splat(0);
  for (let k = 0; k < depth; k++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += 4;
    b += bStep;
  }
  addTo(out, sum);
}

function product1x1(a: usize, b: usize, bStep: usize, depth: i32, out: usize): void {
  let sum: f32 = 0;
  for (let k = 0; k < depth; k++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += bStep;
  }
  store<f32>(out, load<f32>(out) + sum);
}

/**
 * `out[i, j] = sum over k < depth of a[i, k] * b[k, j]`, b packed (`packing.as.ts`). Rows of a and out are aStep and outStep
 * apart; out has room for as many columns as b is packed for, and a and out for a multiple of four rows.
 */
export function productsOfPacked(
  a: usize, aStep: usize, rows: i32,
  b: usize, columns: i32,
  depth: i32,
  out: usize, outStep: usize,
): void {
  for (let j = 0; j < columns; j += 8) {
    const to = out + (<usize>j << 2);
    const wide = j + 4 < columns;
    for (let i = 0; i < rows; i += 4) {
      if (wide) packed4x8(a + <usize>i * aStep, aStep, b, depth, to + <usize>i * outStep, outStep);
      else packed4x4(a + <usize>i * aStep, aStep, b, depth, to + <usize>i * outStep, outStep);
    }
    b += <usize>depth << 5;
  }
}

function packed4x8(a: usize, aStep: usize, b: usize, depth: i32, out: usize, outStep: usize): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  let rowB = a + aStep, rowC = rowB + aStep, rowD = rowC + aStep;
  for (const end = a + (<usize>depth << 2); a < end; a += 4) {
    const y0 = v128.load(b), y1 = v128.load(b, 16);
    const xa = v128.load32_splat(a), xb = v128.load32_splat(rowB), xc = v128.load32_splat(rowC), xd = v128.load32_splat(rowD);
    a0 = f32x4.add(a0, f32x4.mul(xa, y0)); a1 = f32x4.add(a1, f32x4.mul(xa, y1));
    b0 = f32x4.add(b0, f32x4.mul(xb, y0)); b1 = f32x4.add(b1, f32x4.mul(xb, y1));
    c0 = f32x4.add(c0, f32x4.mul(xc, y0)); c1 = f32x4.add(c1, f32x4.mul(xc, y1));
    d0 = f32x4.add(d0, f32x4.mul(xd, y0)); d1 = f32x4.add(d1, f32x4.mul(xd, y1));
    rowB += 4; rowC += 4; rowD += 4;
    b += 32;
  }
  v128.store(out, a0); v128.store(out, a1, 16); out += outStep;
  v128.store(out, b0); v128.store(out, b1, 16); out += outStep;
  v128.store(out, c0); v128.store(out, c1, 16); out += outStep;
  v128.store(out, d0); v128.store(out, d1, 16);
}

function packed4x4(a: usize, aStep: usize, b: usize, depth: i32, out: usize, outStep: usize): void {
  let sumA = f32x4.splat(0), sumB = f32x4.splat(0), sumC = f32x4.splat(0), sumD = f32x4.splat(0);
  let rowB = a + aStep, rowC = rowB + aStep, rowD = rowC + aStep;
  for (const end = a + (<usize>depth << 2); a < end; a += 4) {
    const y = v128.load(b);
    sumA = f32x4.add(sumA, f32x4.mul(v128.load32_splat(a), y));
    sumB = f32x4.add(sumB, f32x4.mul(v128.load32_splat(rowB), y));
    sumC = f32x4.add(sumC, f32x4.mul(v128.load32_splat(rowC), y));
    sumD = f32x4.add(sumD, f32x4.mul(v128.load32_splat(rowD), y));
    rowB += 4; rowC += 4; rowD += 4;
    b += 16;
  }
  v128.store(out, sumA); out += outStep;
  v128.store(out, sumB); out += outStep;
  v128.store(out, sumC); out += outStep;
  v128.store(out, sumD);
}

// @ts-ignore: decorator
@inline
function put(out: usize, sum: v128, adds: bool): void {
  v128.store(out, adds ? f32x4.add(v128.load(out), sum) : sum);
}

// @ts-ignore: decorator
@inline
function addTo(out: usize, sum: v128): void {
  v128.store(out, f32x4.add(v128.load(out), sum));
}

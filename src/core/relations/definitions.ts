/**
 * What a student's matrices may be compared by, besides the plain distance of `fsp.ts`: definitions in float64 that the
 * engine's tensors are tested against, and by which held-out images are measured. Stacks are `[n, rows, columns]`.
 */

type Numbers = Float32Array | Float64Array;
type Size = readonly [rows: number, columns: number];

/** Keeps a quotient finite where a channel, or a whole batch, is silent. */
export const cosineEpsilon = 1e-6;
export const traceEpsilon = 1e-12;
/** Small beside any product of matrices, yet a normal float32. */
export const ckaEpsilon = 1e-30;

/** `A1 G A2^T` for each matrix: `[n, m, k]` with `A1` `[r, m]` and `A2` `[s, k]` → `[n, r, s]`. */
export function adaptedMatrices(stack: Numbers, [m, k]: Size, a1: Numbers, a2: Numbers): Float64Array {
  const [n, r, s] = [stack.length / (m * k), a1.length / m, a2.length / k];
  const out = new Float64Array(n * r * s);
  const half = new Float64Array(r * k);
  for (let image = 0; image < n; image++) {
    half.fill(0);
    for (let i = 0; i < r; i++) {
      for (let a = 0; a < m; a++) {
        for (let b = 0; b < k; b++) half[i * k + b]! += a1[i * m + a]! * stack[(image * m + a) * k + b]!;
      }
      for (let j = 0; j < s; j++) {
        let sum = 0;
        for (let b = 0; b < k; b++) sum += half[i * k + b]! * a2[j * k + b]!;
        out[(image * r + i) * s + j] = sum;
      }
    }
  }
  return out;
}

/** Each channel of each image divided by the root of its mean square over the positions: `[n, p, c]` → the same shape. */
export function cosineMap(map: Numbers, [n, positions, channels]: readonly [number, number, number]): Float64Array {
  const out = Float64Array.from(map);
  for (let image = 0; image < n; image++) {
    for (let c = 0; c < channels; c++) {
      const at = (position: number) => (image * positions + position) * channels + c;
      let square = 0;
      for (let position = 0; position < positions; position++) square += map[at(position)]! ** 2 / positions;
      const size = Math.sqrt(square + cosineEpsilon);
      for (let position = 0; position < positions; position++) out[at(position)]! /= size;
    }
  }
  return out;
}

/**
 * 1 - linear CKA between two stacks of `n` matrices, each taken as one row of numbers and centred over the batch. Widths
 * need not agree; scale and rotations of either side's channels change nothing. `[0, 1]`.
 */
export function ckaLoss(student: Numbers, teacher: Numbers, n: number): number {
  const [ours, theirs] = [centredProducts(student, n), centredProducts(teacher, n)];
  const size = (products: Float64Array) => Math.sqrt(dot(products, products) + ckaEpsilon);
  return 1 - dot(ours, theirs) / size(ours) / size(theirs);
}

/** `[n, n]`: the products of the rows less their mean. */
export function centredProducts(stack: Numbers, n: number): Float64Array {
  const size = stack.length / n;
  const centred = Float64Array.from(stack);
  for (let i = 0; i < size; i++) {
    let mean = 0;
    for (let image = 0; image < n; image++) mean += stack[image * size + i]! / n;
    for (let image = 0; image < n; image++) centred[image * size + i]! -= mean;
  }
  const row = (image: number) => centred.subarray(image * size, (image + 1) * size);
  return Float64Array.from({ length: n * n }, (_, i) => dot(row(Math.floor(i / n)), row(i % n)));
}

/**
 * Of each matrix the roots `tr((G^T G)^k)^(1 / 2k)`, k = 1..3, `[n, 3]`: the 2k-norms of its singular values, all in G's
 * unit. The bare traces grow like G to the sixth power, and no rate would do for all three.
 */
export function traceRoots(stack: Numbers, [m, k]: Size): Float64Array {
  const n = stack.length / (m * k);
  const roots = new Float64Array(n * 3);
  for (let image = 0; image < n; image++) {
    const matrix = stack.subarray(image * m * k, (image + 1) * m * k);
    const square = dot(matrix, matrix) + traceEpsilon;
    const product = Float64Array.from({ length: k * k }, (_, i) => {
      let sum = 0;
      for (let a = 0; a < m; a++) sum += matrix[a * k + Math.floor(i / k)]! * matrix[a * k + (i % k)]!;
      return sum / square;
    });
    const size = Math.sqrt(square);
    const cube = adaptedMatrices(product, [k, k], product, product);
    let trace = traceEpsilon;
    for (let i = 0; i < k; i++) trace += cube[i * k + i]!;
    roots[image * 3] = size;
    roots[image * 3 + 1] = size * Math.sqrt(Math.sqrt(dot(product, product) + traceEpsilon));
    roots[image * 3 + 2] = size * cubeRoot(Math.sqrt(trace));
  }
  return roots;
}

/** Squared differences of the trace roots, summed over k, averaged over images. Widths need not agree. */
export function tracesLoss(student: Numbers, studentSize: Size, teacher: Numbers, teacherSize: Size): number {
  const [ours, theirs] = [traceRoots(student, studentSize), traceRoots(teacher, teacherSize)];
  return ours.reduce((sum, root, i) => sum + (root - theirs[i]!) ** 2, 0) / (ours.length / 3);
}

/** By Newton's method: `Math.cbrt` differs between engines in the last bits. */
function cubeRoot(x: number): number {
  let root = Math.max(x, 1e-3);
  for (let i = 0; i < 40; i++) root -= (root * root * root - x) / (3 * root * root);
  return root;
}

function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

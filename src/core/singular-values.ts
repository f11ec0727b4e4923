/** Sweeps after which rotations have long become too small to matter; a matrix of 512 columns needs about ten. */
const mostSweeps = 60;

/** How far from a right angle two columns may stay, as a cosine. */
const tolerance = 1e-15;

/**
 * The singular values of a row-major matrix, the largest first, by one-sided Jacobi (Hestenes 1958): columns are rotated
 * in pairs until all are orthogonal; their lengths are the singular values.
 */
export function singularValues(
  matrix: Float32Array | Float64Array,
  [rows, columns]: readonly [rows: number, columns: number],
): Float64Array {
  if (matrix.length !== rows * columns) {
    throw new RangeError(`singular values: ${matrix.length} numbers are not [${rows}, ${columns}]`);
  }
  // Of the two, the transposed one that has fewer columns.
  const vectors =
    rows >= columns
      ? Array.from({ length: columns }, (_, c) =>
          Float64Array.from({ length: rows }, (_row, r) => matrix[r * columns + c]!),
        )
      : Array.from({ length: rows }, (_, r) => Float64Array.from(matrix.subarray(r * columns, (r + 1) * columns)));
  let turned = true;
  for (let sweep = 0; turned && sweep < mostSweeps; sweep++) {
    turned = false;
    for (let i = 0; i < vectors.length; i++) {
      for (let j = i + 1; j < vectors.length; j++) turned = orthogonalised(vectors[i]!, vectors[j]!) || turned;
    }
  }
  return Float64Array.from(vectors, (vector) => Math.sqrt(dot(vector, vector))).toSorted((a, b) => b - a);
}

/** Turns two vectors in their plane until they are orthogonal; false where they were. */
function orthogonalised(a: Float64Array, b: Float64Array): boolean {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (Math.abs(ab) <= tolerance * Math.sqrt(aa * bb)) return false;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k]!, b[k]!];
    a[k] = cosine * x - sine * y;
    b[k] = sine * x + cosine * y;
  }
  return true;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Singular vectors by one-sided Jacobi in float64: `+ - * /` and square roots alone, so the same bits everywhere. */

/** `left` `[rows, k1]` and `right` `[columns, k2]`, orthonormal columns, row-major. */
export interface LeadingVectors {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

const sweeps = 60;

/**
 * The `k1` left and `k2` right singular vectors of `matrix` `[rows, columns]` with the largest values. Each left one has a
 * positive entry where it is largest, and its right one follows. Where there are not that many, because the matrix has
 * fewer rows, columns or rank, the rest completes an orthonormal set, from the unit vectors that lie farthest outside.
 */
export function leadingVectors(
  matrix: Float64Array,
  [rows, columns]: readonly [number, number],
  [k1, k2]: readonly [number, number],
): LeadingVectors {
  if (matrix.length !== rows * columns || k1 > rows || k2 > columns) {
    throw new RangeError(`singular: ${k1} and ${k2} vectors of ${matrix.length} numbers as [${rows}, ${columns}]`);
  }
  const { left, right } = singularVectors(matrix, rows, columns);
  return { left: toColumns(completed(left, k1, rows), rows), right: toColumns(completed(right, k2, columns), columns) };
}

/** The singular values of `[rows, columns]`, largest first, `min(rows, columns)` of them. */
export function singularValues(matrix: Float64Array, rows: number, columns: number): number[] {
  return singularVectors(matrix, rows, columns).values;
}

interface Decomposition {
  readonly values: number[];
  /** Without those whose value is zero up to rounding. */
  readonly left: Float64Array[];
  readonly right: Float64Array[];
}

function singularVectors(matrix: Float64Array, rows: number, columns: number): Decomposition {
  const isWide = columns > rows;
  const [length, count] = isWide ? [columns, rows] : [rows, columns];
  // Rotated until they are at right angles; `turned` records how.
  const vectors = Array.from({ length: count }, (_, j) =>
    Float64Array.from({ length }, (__, i) => (isWide ? matrix[j * columns + i]! : matrix[i * columns + j]!)),
  );
  const turned = Array.from({ length: count }, (_, j) => unitVector(j, count));
  for (let sweep = 0, hasTurned = true; hasTurned && sweep < sweeps; sweep++) {
    hasTurned = false;
    for (let p = 0; p < count; p++) {
      for (let q = p + 1; q < count; q++) {
        const [a, b] = [vectors[p]!, vectors[q]!];
        const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
        if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb) || ab === 0) continue;
        hasTurned = true;
        const zeta = (bb - aa) / (2 * ab);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        rotate(a, b, cosine, cosine * tangent);
        rotate(turned[p]!, turned[q]!, cosine, cosine * tangent);
      }
    }
  }
  const lengths = vectors.map((vector) => Math.sqrt(dot(vector, vector)));
  const order = lengths.map((_, j) => j).toSorted((a, b) => lengths[b]! - lengths[a]! || a - b);
  const values = order.map((j) => lengths[j]!);
  const kept = order.filter((j) => lengths[j]! > 1e-12 * values[0]!);
  const long = kept.map((j) => vectors[j]!.map((value) => value / lengths[j]!));
  const short = kept.map((j) => turned[j]!);
  const [left, right] = isWide ? [short, long] : [long, short];
  left.forEach((vector, k) => {
    if (vector[indexOfLargest(vector)]! > 0) return;
    left[k] = vector.map((value) => -value);
    right[k] = right[k]!.map((value) => -value);
  });
  return { values, left, right };
}

/** The first `k` of the vectors, and where they are too few, unit vectors made orthogonal to all before. */
function completed(vectors: readonly Float64Array[], k: number, length: number): Float64Array[] {
  const all = vectors.slice(0, k);
  while (all.length < k) {
    let farthest = new Float64Array(length);
    for (let axis = 0; axis < length; axis++) {
      const rest = unitVector(axis, length);
      // Twice: once leaves rounding errors of the first.
      for (const other of [...all, ...all]) {
        const along = dot(rest, other);
        for (let i = 0; i < length; i++) rest[i]! -= along * other[i]!;
      }
      if (dot(rest, rest) > dot(farthest, farthest) + 1e-9) farthest = rest;
    }
    const size = Math.sqrt(dot(farthest, farthest));
    all.push(farthest.map((value) => value / size));
  }
  return all;
}

function toColumns(vectors: readonly Float64Array[], length: number): Float64Array {
  return Float64Array.from(
    { length: length * vectors.length },
    (_, i) => vectors[i % vectors.length]![Math.floor(i / vectors.length)]!,
  );
}

function rotate(a: Float64Array, b: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

function unitVector(axis: number, length: number): Float64Array<ArrayBuffer> {
  const vector = new Float64Array(length);
  vector[axis] = 1;
  return vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function indexOfLargest(vector: Float64Array): number {
  let largest = 0;
  for (let i = 1; i < vector.length; i++) if (Math.abs(vector[i]!) > Math.abs(vector[largest]!)) largest = i;
  return largest;
}

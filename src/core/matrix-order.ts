/** Orders in which a matrix's rows and columns can be shown. An order lists the old indices in their new places. */

export interface MatrixOrder {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

type Numbers = Float32Array | Float64Array;
type MatrixShape = readonly [rows: number, columns: number];

/** Rows that look alike side by side, and columns too. */
export function clusteredOrder(matrix: Numbers, shape: MatrixShape): MatrixOrder {
  return { rows: clusteredIndices(rowsOf(matrix, shape)), columns: clusteredIndices(columnsOf(matrix, shape)) };
}

/** Rows by their largest absolute difference, the largest first, and columns too; equals keep their order. */
export function largestDifferenceOrder(difference: Numbers, shape: MatrixShape): MatrixOrder {
  const order = (vectors: readonly Float64Array[]) => {
    const largest = vectors.map((vector) => vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    return [...largest.keys()].toSorted((a, b) => largest[b]! - largest[a]! || a - b);
  };
  return { rows: order(rowsOf(difference, shape)), columns: order(columnsOf(difference, shape)) };
}

/** The matrix with its rows and columns in this order. Written out: it runs over every cell of every update. */
export function inOrder(matrix: Float32Array, shape: MatrixShape, { rows, columns }: MatrixOrder): Float32Array {
  const moved = new Float32Array(matrix.length);
  let place = 0;
  for (const row of rows) {
    const start = row * shape[1];
    for (const column of columns) moved[place++] = matrix[start + column]!;
  }
  return moved;
}

function rowsOf(matrix: Numbers, [rows, columns]: MatrixShape): Float64Array[] {
  return Array.from({ length: rows }, (_, row) =>
    Float64Array.from({ length: columns }, (_column, column) => matrix[row * columns + column]!),
  );
}

function columnsOf(matrix: Numbers, [rows, columns]: MatrixShape): Float64Array[] {
  return Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (_row, row) => matrix[row * columns + column]!),
  );
}

/**
 * Agglomerative clustering with average linkage and Euclidean distances; each merge puts the cluster with the smaller first
 * index on the left, turned so that the two ends that meet are the nearest. Of equal distances the first pair is merged, so
 * the order is the same everywhere.
 */
function clusteredIndices(vectors: readonly Float64Array[]): number[] {
  const distances = vectors.map((a) => Float64Array.from(vectors, (b) => distance(a, b)));
  const between = distances.map((row) => row.slice());
  const clusters: (number[] | null)[] = vectors.map((_, index) => [index]);
  for (let merges = 1; merges < vectors.length; merges++) {
    const [left, right] = nearest(between, clusters);
    const [a, b] = [clusters[left]!, clusters[right]!];
    for (let other = 0; other < vectors.length; other++) {
      const mean = (a.length * between[left]![other]! + b.length * between[right]![other]!) / (a.length + b.length);
      between[left]![other] = mean;
      between[other]![left] = mean;
    }
    clusters[left] = joined(a, b, distances);
    clusters[right] = null;
  }
  return clusters[0] ?? [];
}

/** The two clusters with the least distance between them. */
function nearest(between: readonly Float64Array[], clusters: readonly (readonly number[] | null)[]): [number, number] {
  let found: [number, number] = [0, 0];
  let least = Infinity;
  for (let a = 0; a < clusters.length; a++) {
    if (!clusters[a]) continue;
    for (let b = a + 1; b < clusters.length; b++) {
      if (clusters[b] && (between[a]![b]! < least || least === Infinity)) [found, least] = [[a, b], between[a]![b]!];
    }
  }
  return found;
}

/** `a` then `b`, each as it is or turned around, whichever brings the nearest ends together. */
function joined(a: readonly number[], b: readonly number[], distances: readonly Float64Array[]): number[] {
  const ways = [
    [a, b],
    [a, b.toReversed()],
    [a.toReversed(), b],
    [a.toReversed(), b.toReversed()],
  ] as const;
  const gapOf = ([left, right]: readonly [readonly number[], readonly number[]]) =>
    distances[left.at(-1)!]![right[0]!]!;
  const best = ways.reduce((least, way) => (gapOf(way) < gapOf(least) ? way : least));
  return best.flat();
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return Math.sqrt(sum);
}

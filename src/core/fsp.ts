/** FSP by definition (Yim et al., CVPR 2017, eq. 1 and 2): the plain reference that every kernel is tested against. */

type Numbers = Float32Array | Float64Array;

/** `[n, p, ca]` and `[n, p, cb]` → `[n, ca, cb]`: `G[a, b] = mean over the p positions of F1[.., a] * F2[.., b]`. */
export function fspMatrices(
  first: Numbers,
  second: Numbers,
  [n, positions, channels1, channels2]: readonly [n: number, positions: number, channels1: number, channels2: number],
): Float64Array {
  if (first.length !== n * positions * channels1 || second.length !== n * positions * channels2) {
    throw new RangeError(
      `fsp: ${first.length} and ${second.length} numbers are not [${n}, ${positions}, ${channels1}] and [${n}, ${positions}, ${channels2}]`,
    );
  }
  const matrices = new Float64Array(n * channels1 * channels2);
  for (let image = 0; image < n; image++) {
    for (let position = 0; position < positions; position++) {
      const row = image * positions + position;
      for (let a = 0; a < channels1; a++) {
        const value = first[row * channels1 + a]! / positions;
        const cells = (image * channels1 + a) * channels2;
        for (let b = 0; b < channels2; b++) matrices[cells + b]! += value * second[row * channels2 + b]!;
      }
    }
  }
  return matrices;
}

/** Squared difference of two stacks of `n` matrices, summed over each matrix, averaged over images, times lambda. */
export function fspLoss(student: Numbers, teacher: Numbers, n: number, lambda = 1): number {
  if (student.length !== teacher.length) {
    throw new RangeError(`fspLoss: matrices differ in size, ${student.length} and ${teacher.length} numbers`);
  }
  let sum = 0;
  for (let i = 0; i < student.length; i++) sum += (student[i]! - teacher[i]!) ** 2;
  return (lambda * sum) / n;
}

/** `[n, h, w, c]` → `[n, h / factor, w / factor, c]`: the maximum of each square block, as the paper pools the larger map. */
export function blockMaximum(
  map: Numbers,
  [n, height, width, channels]: readonly [number, number, number, number],
  factor: number,
): Float64Array {
  const [rows, columns] = [Math.floor(height / factor), Math.floor(width / factor)];
  const pooled = new Float64Array(n * rows * columns * channels).fill(-Infinity);
  for (let image = 0; image < n; image++) {
    for (let y = 0; y < rows * factor; y++) {
      for (let x = 0; x < columns * factor; x++) {
        for (let c = 0; c < channels; c++) {
          const from = ((image * height + y) * width + x) * channels + c;
          const to = ((image * rows + Math.floor(y / factor)) * columns + Math.floor(x / factor)) * channels + c;
          pooled[to] = Math.max(pooled[to]!, map[from]!);
        }
      }
    }
  }
  return pooled;
}

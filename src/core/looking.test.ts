/** The mathematics of looking inside: cells, orders, singular values, tables, demonstrations. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { noise, expectClose } from "../testing/numbers.ts";
import { confusionMatrix } from "./confusion.ts";
import { cellOf, standingOf } from "./fsp-cell.ts";
import { matrixOf, withPermutedPositions, withShuffledChannels } from "./fsp-demonstrations.ts";
import { fspMatrices } from "./fsp.ts";
import { matrixCsv } from "./matrix-csv.ts";
import { clusteredOrder, inOrder, largestDifferenceOrder } from "./matrix-order.ts";
import { singularValues } from "./relations/singular.ts";
import { permutation, stream } from "./rng.ts";

const [positions, rows, columns] = [12, 3, 5] as const;
const shape = [rows, columns] as const;
const maps = { size: [3, 4] as const, first: noise(positions * rows), last: noise(positions * columns, 2) };

test("each cell's product map has the cell of the FSP matrix as its mean", () => {
  const matrix = fspMatrices(maps.first, maps.last, [1, positions, rows, columns]);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = cellOf({ ...maps, products: null }, shape, row, column);
      expect(cell.mean).toBeCloseTo(matrix[row * columns + column]!, 14);
      expect(cell.product[7]).toBe(cell.first[7]! * cell.last[7]!);
      expect(cell.first[7]).toBe(maps.first[7 * rows + row]);
      expect(cell.last[7]).toBe(maps.last[7 * columns + column]);
    }
  }
});

test("for several images the products' own mean counts, not the product of the means", () => {
  const products = noise(positions * rows * columns, 3);
  const cell = cellOf({ ...maps, products }, shape, 2, 4);
  expect(cell.product[5]).toBe(products[(5 * rows + 2) * columns + 4]);
  expect(cell.product[5]).not.toBe(cell.first[5]! * cell.last[5]!);
  expect(() => cellOf({ ...maps, products }, shape, 3, 0)).toThrow("(3, 0) is not in a matrix of [3,5]");
});

test("a cell's share is its part of the squared distance, its rank that of its absolute difference", () => {
  const [student, teacher] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(1, 5, 1, 2)];
  const squares = Float32Array.of(1, 9, 4, 6);
  expect(standingOf(student, teacher, squares, 1)).toEqual({ difference: -3, share: 0.45, rank: 1, of: 4 });
  expect(standingOf(student, teacher, squares, 2)).toEqual({ difference: 2, share: 0.2, rank: 2, of: 4 });
  expect(standingOf(student, teacher, squares, 3).rank).toBe(2);
  expect(standingOf(student, teacher, squares, 0).rank).toBe(4);
  expect(standingOf(student, student, new Float32Array(4), 0)).toEqual({ difference: 0, share: 0, rank: 1, of: 4 });
});

test("the shares of all cells come to one", () => {
  const [student, teacher] = [noise(15), noise(15, 2)];
  const squares = student.map((value, i) => (value - teacher[i]!) ** 2);
  const shares = Array.from(squares, (_, i) => standingOf(student, teacher, squares, i).share);
  expect(shares.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
});

test("a confusion matrix counts each image in its class's row", () => {
  expect([...confusionMatrix(Uint8Array.of(0, 1, 1, 2, 1), Uint8Array.of(0, 2, 1, 2, 2), 3)]).toEqual([
    1, 0, 0, 0, 1, 2, 0, 0, 1,
  ]);
});

test.each([
  [1, 1],
  [4, 4],
  [3, 7],
  [7, 3],
  [16, 32],
])("the singular values of a [%i, %i] matrix are those that it was built from", (height, width) => {
  const least = Math.min(height, width);
  const expected = Float64Array.from({ length: least }, (_, k) => 2 ** -k);
  const [left, right] = [rotated(height, 1), rotated(width, 2)];
  const matrix = new Float64Array(height * width);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      for (let k = 0; k < least; k++) matrix[r * width + c]! += left[r]![k]! * expected[k]! * right[c]![k]!;
    }
  }
  expectClose(singularValues(matrix, height, width), expected, 1e-14);
});

test("a matrix of one rank has one singular value, and zeros have none", () => {
  const matrix = Float64Array.from({ length: 12 }, (_, i) => (1 + Math.floor(i / 4)) * (1 + (i % 4)));
  const values = singularValues(matrix, 3, 4);
  expect(values[0]).toBeCloseTo(Math.sqrt(14 * 30), 12);
  expect(Math.max(values[1]!, values[2]!)).toBeLessThan(1e-12);
  expect([...singularValues(new Float64Array(6), 2, 3)]).toEqual([0, 0]);
});

/** An orthogonal matrix: the unit matrix turned in every plane. */
function rotated(size: number, seed: number): Float64Array[] {
  const matrix = Array.from({ length: size }, (_, r) =>
    Float64Array.from({ length: size }, (_c, c) => Number(r === c)),
  );
  const angles = noise(size * size, seed);
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const [cosine, sine] = [Math.cos(3 * angles[i * size + j]!), Math.sin(3 * angles[i * size + j]!)];
      for (const row of matrix)
        [row[i], row[j]] = [cosine * row[i]! - sine * row[j]!, sine * row[i]! + cosine * row[j]!];
    }
  }
  return matrix;
}

test("clustering puts rows that were mixed back side by side", () => {
  // Three groups of rows far from each other, dealt out in turn.
  const matrix = Float64Array.from({ length: 9 * 4 }, (_, i) => {
    const row = Math.floor(i / 4);
    return 100 * (row % 3) + 10 * (i % 4 === row % 3 ? 1 : 0) + noise(36)[i]!;
  });
  const { rows: order } = clusteredOrder(matrix, [9, 4]);
  const groups = order.map((row) => row % 3);
  expect(groups.filter((group, i) => group !== groups[i - 1])).toHaveLength(3);
});

test("an order is a permutation, and equal matrices give equal orders", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.nat(), (height, width, seed) => {
      const matrix = noise(height * width, seed);
      for (const order of [clusteredOrder, largestDifferenceOrder]) {
        const found = order(matrix, [height, width]);
        expect([...found.rows].toSorted((a, b) => a - b)).toEqual(Array.from({ length: height }, (_, i) => i));
        expect([...found.columns].toSorted((a, b) => a - b)).toEqual(Array.from({ length: width }, (_, i) => i));
        expect(order(matrix.slice(), [height, width])).toEqual(found);
        const shown = inOrder(matrix, [height, width], found);
        expect(shown[width - 1]).toBe(matrix[found.rows[0]! * width + found.columns[width - 1]!]);
      }
    }),
    { numRuns: 50 },
  );
});

test("equal rows stay in their order, the largest difference comes first", () => {
  expect(clusteredOrder(new Float64Array(6), [3, 2])).toEqual({ rows: [0, 1, 2], columns: [0, 1] });
  const difference = Float64Array.of(0, 1, -5, 0, 2, 2);
  expect(largestDifferenceOrder(difference, [3, 2])).toEqual({ rows: [1, 2, 0], columns: [0, 1] });
});

test("a matrix as CSV reads back as the same float32 numbers", () => {
  const values = noise(6);
  const text = matrixCsv(values, "a, b", ["0", "1"], ["0", '1"', "2"]);
  const [head, ...lines] = text.trimEnd().split("\n");
  expect(head).toBe('"a, b",0,"1""",2');
  const read = lines.flatMap((line) => line.split(",").slice(1).map(Number));
  expect(Float32Array.from(read)).toEqual(values);
});

test("permuted positions give other features and the same FSP matrix", () => {
  const maps1 = { positions, shape, first: maps.first, last: maps.last };
  const moved = withPermutedPositions(maps1, permutation(positions, stream("order", 1)));
  expect(moved.first).not.toEqual(maps1.first);
  expectClose(matrixOf(moved), matrixOf(maps1), 1e-14);
});

test("shuffled channels move the matrix's rows, and nothing else", () => {
  const maps1 = { positions, shape, first: maps.first, last: maps.last };
  const order = [2, 0, 1];
  const [matrix, shuffled] = [matrixOf(maps1), matrixOf(withShuffledChannels(maps1, order))];
  expect([...shuffled]).toEqual(order.flatMap((row) => [...matrix.subarray(row * columns, (row + 1) * columns)]));
});

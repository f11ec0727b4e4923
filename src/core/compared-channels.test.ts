/** What compared cells are made of, and each one's part of the loss. */
import { describe, expect, test } from "vitest";
import { expectClose, noise, slopes } from "../testing/numbers.ts";
import type { OwnChannels } from "./compared-channels.ts";
import { cellParts, membersOf, strongest } from "./compared-channels.ts";
import { addCellLosses } from "./relations/cell-losses.ts";
import { reductions } from "./relations/convention.ts";
import { adaptedMatrices, ckaLoss, tracesLoss } from "./relations/definitions.ts";
import { reducedLoss, scaleOf } from "./relations/reductions.ts";
import { ckaParts, tracesParts } from "./relations/relation-parts.ts";

const [n, m, k] = [3, 4, 5] as const;
const cells = m * k;
const [student, teacher] = [noise(n * cells, 1), noise(n * cells, 2)];

describe("a cell's part of the loss", () => {
  const partsOf = (reduction: (typeof reductions)[number]) => {
    const parts = new Float64Array(cells);
    for (let image = 0; image < n; image++) {
      const of = (stack: Float32Array) => stack.subarray(image * cells, (image + 1) * cells);
      addCellLosses(parts, reduction, of(student), of(teacher), k);
    }
    return parts;
  };

  test.each(reductions)("is its difference times the loss's slope along it, over the degree (%s)", (reduction) => {
    const isNorm = reduction === "column-norms";
    const lossOf = (ours: Float64Array) => reducedLoss(reduction, ours, teacher, [n, m, k]);
    const slope = slopes(lossOf, student);
    const expected = new Float64Array(cells);
    for (const [i, value] of slope.entries())
      expected[i % cells]! += (value * (student[i]! - teacher[i]!)) / (isNorm ? 1 : 2);
    const scale = (isNorm ? 1 : scaleOf(reduction, [m, k], n)) / n;
    const parts = partsOf(reduction).map((part) => part * scale);
    expectClose(parts, expected, 1e-6);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(
      reducedLoss(reduction, student, teacher, [n, m, k]),
      12,
    );
  });

  test("is none where nothing differs", () => {
    const parts = new Float64Array(cells);
    addCellLosses(parts, "column-norms", student.subarray(0, cells), student.subarray(0, cells), k);
    expect(parts).toEqual(new Float64Array(cells));
  });
});

test("an adapted cell is the sum of its parts, the strongest first by size", () => {
  const [a1, a2] = [noise(6 * m, 3), noise(7 * k, 4)];
  const matrix = student.slice(0, cells);
  const end = (weights: Float32Array) => ({
    maps: new Float32Array(0),
    origin: { kind: "mix" as const, weights },
    taken: null,
  });
  const own: OwnChannels = { shape: [m, k], matrix, first: end(a1), last: end(a2) };
  const adapted = adaptedMatrices(matrix, [m, k], a1, a2);
  for (let i = 0; i < 6; i++) {
    for (let j = 0; j < 7; j++) {
      const parts = cellParts(own, [i, j])!;
      expect(parts).toHaveLength(cells);
      expect(parts.reduce((sum, { part }) => sum + part, 0)).toBeCloseTo(adapted[i * 7 + j]!, 12);
    }
  }
  const sizes = strongest(cellParts(own, [2, 3])!).map(({ part }) => Math.abs(part));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test("members are the own channels of a group, of an order, and of nothing at all", () => {
  const groups = Int32Array.of(1, 0, 1, 2);
  expect(membersOf({ kind: "groups", groups, channels: 3, reduction: "mean" }, 1)).toEqual([0, 2]);
  expect(membersOf({ kind: "order", order: Uint32Array.of(2, 0, 1) }, 0)).toEqual([2]);
  expect(membersOf(null, 3)).toEqual([3]);
});

describe("what is compared instead of cells comes to the loss", () => {
  const narrow = noise(n * 6, 5);

  test("of linear CKA", () => {
    const { loss } = ckaParts(narrow, teacher, n);
    expect(loss).toBeCloseTo(ckaLoss(narrow, teacher, n), 12);
  });

  test("of the traces, by k", () => {
    const parts = tracesParts(narrow, [2, 3], teacher, [m, k]);
    expect(parts.loss).toBeCloseTo(tracesLoss(narrow, [2, 3], teacher, [m, k]), 6);
  });
});

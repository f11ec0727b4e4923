/** Each remedy's claimed invariance, on its definition. */
import { describe, expect, test } from "vitest";
import { expectClose, noise } from "../../testing/numbers.ts";
import { fspMatrices } from "../fsp.ts";
import { channelCosts, channelGroups, groupedChannels } from "./channel-groups.ts";
import { adaptedMatrices, ckaLoss, cosineMap, traceRoots, tracesLoss } from "./definitions.ts";
import { reductions } from "./convention.ts";
import { conversionOf, reducedLoss } from "./reductions.ts";
import { leadingVectors, singularValues } from "./singular.ts";

const n = 6;
const positions = 9;
const [c1, c2] = [4, 5];
const first = Float64Array.from(noise(n * positions * c1, 1));
const last = Float64Array.from(noise(n * positions * c2, 2));
const matrices = fspMatrices(first, last, [n, positions, c1, c2]);
const teacher = Float64Array.from(noise(n * 7 * 6, 3));

/** Orthogonal, from the singular vectors of noise. */
const rotation = (size: number, seed: number) =>
  leadingVectors(Float64Array.from(noise(size * size, seed)), [size, size], [size, size]).left;
const identity = (size: number) => Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
const permutation = (order: readonly number[]) =>
  Float64Array.from({ length: order.length ** 2 }, (_, i) =>
    order[Math.floor(i / order.length)] === i % order.length ? 1 : 0,
  );
const permutedChannels = (map: Float64Array, order: readonly number[]) =>
  map.map((_, i) => map[i - (i % order.length) + order[i % order.length]!]!);

describe("cosine FSP", () => {
  const cosine = (a: Float64Array, b: Float64Array) =>
    fspMatrices(cosineMap(a, [n, positions, c1]), cosineMap(b, [n, positions, c2]), [n, positions, c1, c2]);

  test("does not change when each channel is scaled", () => {
    const scaled = first.map((value, i) => value * (2 + (i % c1)));
    // What the epsilon beside a mean square of about 1/3 leaves.
    expectClose(
      cosine(
        scaled,
        last.map((value) => 50 * value),
      ),
      cosine(first, last),
      1e-5,
    );
    expect(fspMatrices(scaled, last, [n, positions, c1, c2])).not.toEqual(matrices);
  });

  test("lies within -1 and 1, and is 1 for a channel with itself", () => {
    expect(cosine(first, last).every((value) => Math.abs(value) <= 1)).toBe(true);
    const own = fspMatrices(cosineMap(first, [n, positions, c1]), cosineMap(first, [n, positions, c1]), [
      n,
      positions,
      c1,
      c1,
    ]);
    expect(own[0]).toBeCloseTo(1, 4);
  });
});

describe("linear CKA", () => {
  test("does not change with scale or rotations of the channels, and is 0 against itself", () => {
    const loss = ckaLoss(matrices, teacher, n);
    const turned = adaptedMatrices(matrices, [c1, c2], rotation(c1, 7), rotation(c2, 8));
    expect(
      ckaLoss(
        turned.map((value) => 30 * value),
        teacher,
        n,
      ),
    ).toBeCloseTo(loss, 9);
    expect(ckaLoss(matrices, turned, n)).toBeCloseTo(0, 9);
    expect(loss).toBeGreaterThan(0.05);
  });
});

describe("traces", () => {
  test("are the 2, 4 and 6-norms of the singular values", () => {
    const values = singularValues(matrices.slice(0, c1 * c2), c1, c2);
    const norm = (p: number) => values.reduce((sum, value) => sum + value ** p, 0) ** (1 / p);
    expectClose(traceRoots(matrices, [c1, c2]).subarray(0, 3), [norm(2), norm(4), norm(6)], 1e-9);
  });

  test("do not change with rotations and permutations of the channels, but with scale", () => {
    const loss = tracesLoss(matrices, [c1, c2], teacher, [7, 6]);
    const turned = adaptedMatrices(matrices, [c1, c2], rotation(c1, 7), permutation([3, 0, 4, 1, 2]));
    expect(tracesLoss(turned, [c1, c2], teacher, [7, 6])).toBeCloseTo(loss, 9);
    expect(tracesLoss(turned, [c1, c2], matrices, [c1, c2])).toBeCloseTo(0, 9);
    expect(
      tracesLoss(
        turned.map((value) => 2 * value),
        [c1, c2],
        teacher,
        [7, 6],
      ),
    ).not.toBeCloseTo(loss, 2);
  });
});

describe("channel assignment", () => {
  const teacherMap = Float64Array.from(noise(n * positions * 9, 4));
  const groupsOf = (student: Float64Array) =>
    channelGroups(channelCosts(student, teacherMap, [n, positions, c1, 9]), c1, 9);

  test.each(["absolute-maximum", "mean"] as const)(
    "follows a permutation of the student's channels, reduced by %s",
    (reduction) => {
      const order = [2, 0, 3, 1];
      const goal = groupedChannels(teacherMap, groupsOf(first), c1, reduction);
      const permuted = groupedChannels(teacherMap, groupsOf(permutedChannels(first, order)), c1, reduction);
      expect(permuted).toEqual(permutedChannels(goal, order));
    },
  );

  test("gives every student channel one to three of nine", () => {
    const sizes = [0, 1, 2, 3].map((channel) => groupsOf(first).filter((group) => group === channel).length);
    expect(sizes.every((size) => size >= 1 && size <= 3)).toBe(true);
  });

  test("finds copies of the student's channels whatever their scale", () => {
    const copies = Float64Array.from(
      { length: n * positions * 8 },
      (_, i) => first[Math.floor(i / 8) * c1 + ((i % 8) % c1)]! * (1 + (i % 8)),
    );
    const groups = channelGroups(channelCosts(first, copies, [n, positions, c1, 8]), c1, 8);
    expect([...groups]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });
});

describe("projection", () => {
  test("does not change when the teacher's channels are permuted", () => {
    const size = [7, 6] as const;
    const project = (stack: Float64Array) => {
      const mean = Float64Array.from({ length: 42 }, (_, i) => {
        let sum = 0;
        for (let image = 0; image < n; image++) sum += stack[image * 42 + i]!;
        return sum / n;
      });
      const { left, right } = leadingVectors(mean, size, [c1, c2]);
      const rows = (vectors: Float64Array, k: number) =>
        vectors.map((_, i) => vectors[(i % (vectors.length / k)) * k + Math.floor(i / (vectors.length / k))]!);
      return adaptedMatrices(stack, size, rows(left, c1), rows(right, c2));
    };
    const permuted = adaptedMatrices(
      teacher,
      size,
      permutation([4, 2, 0, 6, 1, 5, 3]),
      permutation([5, 1, 0, 3, 2, 4]),
    );
    expectClose(project(permuted), project(teacher), 1e-9);
  });
});

describe("adapter", () => {
  test("takes up any permutation or rotation of the student's channels", () => {
    const [a1, a2] = [Float64Array.from(noise(7 * c1, 5)), Float64Array.from(noise(6 * c2, 6))];
    const [q1, q2] = [rotation(c1, 7), rotation(c2, 8)];
    const turned = adaptedMatrices(matrices, [c1, c2], q1, q2);
    const [b1, b2] = [adaptedMatrices(a1, [7, c1], identity(7), q1), adaptedMatrices(a2, [6, c2], identity(6), q2)];
    expectClose(adaptedMatrices(turned, [c1, c2], b1, b2), adaptedMatrices(matrices, [c1, c2], a1, a2), 1e-12);
  });
});

describe("reductions", () => {
  const other = Float64Array.from(noise(matrices.length, 9));
  const plain = { matrix: "product", remedy: "none" } as const;

  test.each(reductions.filter((reduction) => reduction !== "column-norms"))(
    "%s is its factor of the paper's",
    (reduction) => {
      const paper = reducedLoss("squared-sum", matrices, other, [n, c1, c2]);
      const loss = reducedLoss(reduction, matrices, other, [n, c1, c2]);
      const { factor } = conversionOf(reduction, "sum", { ...plain, shape: [c1, c2], batch: n, pairs: 3 });
      expect(loss / paper).toBeCloseTo(factor!, 12);
    },
  );

  test("one lambda means up to 4096 times less, and lengths that are not squared have no factor", () => {
    const at = { ...plain, shape: [64, 64] as const, batch: 128, pairs: 4 };
    expect(conversionOf("mean", "sum", at)).toEqual({ factor: 1 / 4096 });
    expect(conversionOf("mean", "mean", at)).toEqual({ factor: 1 / 16384 });
    expect(conversionOf("column-norms", "sum", at)).toEqual({ factor: null, reason: "not-squared" });
    expect(conversionOf("mean", "sum", { ...at, matrix: "cosine" })).toEqual({
      factor: null,
      reason: "other-matrices",
    });
    expect(conversionOf("mean", "sum", { ...at, remedy: "cka" })).toEqual({ factor: null, reason: "other-relation" });
  });

  test("column-norms adds the columns' lengths", () => {
    expect(reducedLoss("column-norms", Float64Array.of(3, 0, 4, 2), new Float64Array(4), [1, 2, 2])).toBe(7);
  });
});

import { describe, expect, test } from "vitest";
import { sha256Of } from "../core/canonical.ts";
import { openImages } from "./open.ts";
import { outlines } from "./outlines.ts";
import type { Shapes } from "./shapes.ts";

const few: Shapes = { kind: "shapes", training: 40, validation: 20, test: 20, classes: 10, difficulty: 0.5, seed: 1 };
const noFile = () => Promise.reject(new Error("shapes need no file"));
const noneStored = () => Promise.resolve(null);

function drawn(change: Partial<Shapes> = {}) {
  return openImages({ ...few, ...change }, noFile, noneStored, () => {});
}

describe("the bytes are frozen, because links promise the same numbers", () => {
  test.each([
    [0, "c1d595cf343af256c14914c810691f63724eddea63254a6eaea117d4f4789cce"],
    [0.5, "6e12900679403023f80ee70b42b19967741f12d4a91c0fb076903d48c7380d8f"],
    [1, "d5f76657ebf45a4fe857c1a939da96fcafa93a4a0f0ad68c9341ce8b94a006d0"],
  ])("at difficulty %d", async (difficulty, expected) => {
    const { training, validation, test: testImages } = await drawn({ difficulty });
    const all = [training, validation, testImages].map(({ pixels }) => pixels);
    expect(await sha256Of(Buffer.concat(all))).toBe(expected);
  });
});

describe("an image", () => {
  test("is the same however many are asked for", async () => {
    const [some, more] = [await drawn(), await drawn({ training: 60, validation: 30, test: 16 })];
    expect(more.training.pixels.subarray(0, some.training.pixels.length)).toEqual(some.training.pixels);
    expect(more.validation.pixels.subarray(0, some.validation.pixels.length)).toEqual(some.validation.pixels);
    expect(some.test.pixels.subarray(0, more.test.pixels.length)).toEqual(more.test.pixels);
  });

  test("is another one in another split, at another index and with another seed", async () => {
    const [one, other] = [await drawn(), await drawn({ seed: 2 })];
    const first = (pixels: Uint8Array, index: number) => String(pixels.subarray(index * 3072, (index + 1) * 3072));
    const circles = [
      first(one.training.pixels, 0),
      first(one.training.pixels, 10),
      first(one.validation.pixels, 0),
      first(one.test.pixels, 0),
      first(other.training.pixels, 0),
    ];
    expect(new Set(circles).size).toBe(circles.length);
  });
});

test.each([6, 7, 10])("%i classes are equally frequent, and named", async (classes) => {
  const set = await drawn({ classes, training: 3 * classes });
  expect(set.size).toEqual([32, 32, 3]);
  expect(set.classes).toEqual(
    ["circle", "square", "triangle", "cross", "ring", "star", "bar", "crescent", "heart", "diamond"].slice(0, classes),
  );
  const counts = set.classes.map((_, label) => set.training.labels.filter((other) => other === label).length);
  expect(new Set(counts)).toEqual(new Set([3]));
});

test("at difficulty 0 an image has a flat background, a flat shape and what lies between on the edge", async () => {
  const { training } = await drawn({ difficulty: 0, training: 20 });
  for (let index = 0; index < 20; index++) {
    const counts = new Map<string, number>();
    for (let at = index * 3072; at < (index + 1) * 3072; at += 3) {
      const colour = String(training.pixels.subarray(at, at + 3));
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const [background, shape] = [...counts.values()].toSorted((a, b) => b - a);
    expect(background! + shape!).toBeGreaterThan(0.8 * 1024);
    expect(shape!).toBeGreaterThan(50);
  }
});

test.each(outlines)(
  "the %s lies within the unit circle, and its distances change no faster than a point moves",
  (_, outline) => {
    const step = 1 / 32;
    const grid = Array.from(
      { length: 129 * 129 },
      (_, at) => [(at % 129) * step - 2, Math.floor(at / 129) * step - 2] as const,
    );
    expect(grid.filter(([x, y]) => Math.hypot(x, y) > 1 && outline(x, y) < 0)).toEqual([]);
    expect(grid.filter(([x, y]) => outline(x, y) < 0).length).toBeGreaterThan(300);
    // Rounding makes up to 1e-15 of difference between neighbours.
    const jumps = ([x, y]: readonly [number, number]) => Math.abs(outline(x + step, y) - outline(x, y)) > step + 1e-12;
    expect(grid.filter(jumps)).toEqual([]);
  },
);

test("the ten outlines differ by more than a tenth of their union, in every quarter turn", () => {
  const grid = Array.from(
    { length: 40 * 40 },
    (_, at) => [(at % 40) / 20 - 0.975, Math.floor(at / 40) / 20 - 0.975] as const,
  );
  const inside = ([, outline]: (typeof outlines)[number], quarter: number) =>
    grid.map(
      ([x, y]) =>
        (quarter === 0
          ? outline(x, y)
          : quarter === 1
            ? outline(-y, x)
            : quarter === 2
              ? outline(-x, -y)
              : outline(y, -x)) < 0,
    );
  for (const [i, one] of outlines.entries()) {
    for (const other of outlines.slice(i + 1)) {
      for (let quarter = 0; quarter < 4; quarter++) {
        const [a, b] = [inside(one, 0), inside(other, quarter)];
        const union = a.filter((is, at) => is || b[at]).length;
        const differing = a.filter((is, at) => is !== b[at]).length;
        expect(differing / union, `${one[0]} and ${other[0]}`).toBeGreaterThan(0.1);
      }
    }
  }
});

test("progress counts images and ends at all of them", async () => {
  const progress: number[] = [];
  await openImages({ ...few, training: 450 }, noFile, noneStored, ({ done, total }) => progress.push(done / total));
  expect(progress).toEqual([0, 200 / 490, 400 / 490, 1]);
});

import { describe, expect, test } from "vitest";
import { BadInput } from "../core/bad-input.ts";
import type { StoredData } from "../core/experiment.ts";
import type { ImageSet, LabelledImages } from "../core/images.ts";
import { splits } from "../core/images.ts";
import { openStored } from "./stored.ts";
import type { Wanted } from "./subset.ts";
import { chosen } from "./subset.ts";

/** Image `i` has 1 pixel of level `first + i` and the label `i % 5`. */
function images(count: number, first: number): LabelledImages {
  return {
    pixels: Uint8Array.from({ length: count }, (_, i) => first + i),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 5),
  };
}

const whole: ImageSet = {
  classes: ["a", "b", "c", "d", "e"],
  size: [1, 1, 1],
  training: images(100, 0),
  validation: images(0, 0),
  test: images(50, 100),
};
const wanted: Wanted = {
  training: 60,
  validation: 20,
  test: 30,
  subset: { classes: null, balanced: false, seed: 1 },
};
const withSubset = (change: Partial<Wanted["subset"]>, counts: Partial<Wanted> = {}): Wanted => ({
  ...wanted,
  ...counts,
  subset: { ...wanted.subset, ...change },
});
const levels = ({ pixels }: LabelledImages) => [...pixels];

describe("a subset", () => {
  test("takes each split from its own images, none twice", () => {
    const { training, validation, test: judged } = chosen(whole, wanted);
    const learnt = [...levels(training), ...levels(validation)];
    expect(new Set(learnt).size).toBe(80);
    expect(Math.max(...learnt)).toBeLessThan(100);
    expect(new Set(levels(judged)).size).toBe(30);
    expect(Math.min(...levels(judged))).toBeGreaterThanOrEqual(100);
  });

  test("keeps labels with their images", () => {
    const { training } = chosen(whole, wanted);
    expect([...training.labels]).toEqual(levels(training).map((level) => level % 5));
  });

  test("of fewer training images is the beginning of one of more, with the same validation images", () => {
    const [many, few] = [chosen(whole, wanted), chosen(whole, { ...wanted, training: 10 })];
    expect(levels(many.training).slice(0, 10)).toEqual(levels(few.training));
    expect(levels(many.validation)).toEqual(levels(few.validation));
  });

  test("is another one with another seed, and frozen for each", () => {
    const drawn = (seed: number) => levels(chosen(whole, withSubset({ seed }, { training: 6 })).training);
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(drawn(1)).toEqual([26, 90, 18, 33, 43, 56]);
  });

  test("of some classes numbers these anew", () => {
    const set = chosen(whole, withSubset({ classes: [1, 4] }, { training: 20, validation: 20, test: 20 }));
    expect(set.classes).toEqual(["b", "e"]);
    for (const split of splits) {
      expect([...set[split].labels]).toEqual(levels(set[split]).map((level) => (level % 5 === 1 ? 0 : 1)));
    }
  });

  test.each([5, 25, 60])("that is balanced has as many of each class: %i", (training) => {
    const { labels } = chosen(whole, withSubset({ balanced: true }, { training })).training;
    const counts = [0, 1, 2, 3, 4].map((label) => labels.filter((own) => own === label).length);
    expect(counts).toEqual(Array(5).fill(training / 5));
  });

  test("takes test images from the training images where the set has none", () => {
    const {
      training,
      validation,
      test: judged,
    } = chosen({ ...whole, test: images(0, 0) }, { ...wanted, training: 50 });
    const all = [training, validation, judged].flatMap(levels);
    expect([all.length, new Set(all).size]).toEqual([100, 100]);
  });

  test.each<[string, Wanted, string, number]>([
    ["test images", { ...wanted, test: 51 }, "test", 50],
    ["training images", { ...wanted, training: 81 }, "training", 80],
    ["validation images", { ...wanted, validation: 101 }, "validation", 100],
    ["images of a class", withSubset({ balanced: true }, { training: 100, validation: 0 }), "", 0],
  ])("that asks for more %s than there are is refused", (_name, asked, what, there) => {
    const act = () => chosen(what === "" ? { ...whole, training: images(99, 0) } : whole, asked);
    expect(act).toThrow(BadInput);
    if (what !== "") expect(act).toThrow(`${what} images, but there are ${there}; ask for fewer.`);
    else expect(act).toThrow('20 training ("e") images, but there are 19');
  });
});

describe("a stored set", () => {
  const colours: ImageSet = {
    ...whole,
    size: [1, 1, 3],
    training: {
      pixels: Uint8Array.from({ length: 300 }, (_, i) => [200, 100, 50][i % 3]!),
      labels: whole.training.labels,
    },
    test: { pixels: new Uint8Array(150), labels: whole.test.labels },
  };
  const data: StoredData = {
    kind: "stored",
    name: "own.zip",
    sha256: "0".repeat(64),
    ...wanted,
    classes: 5,
    side: 8,
    channels: 1,
  };

  test("becomes the size and colour that the experiment asks for: luma, in the middle of black", async () => {
    const set = await openStored(
      data,
      async () => colours,
      () => {},
    );
    expect(set.size).toEqual([8, 8, 1]);
    const lit = [...set.training.pixels.subarray(0, 64).entries()].filter(([, level]) => level > 0);
    expect(lit).toEqual([[3 * 8 + 3, Math.round(0.299 * 200 + 0.587 * 100 + 0.114 * 50)]]);
  });

  test("of grey images is repeated in three colours", async () => {
    const set = await openStored(
      { ...data, channels: 3 },
      async () => whole,
      () => {},
    );
    const at = 3 * (3 * 8 + 3);
    const [red, green, blue] = set.test.pixels.subarray(at, at + 3);
    expect([green, blue]).toEqual([red, red]);
    expect(red).toBeGreaterThanOrEqual(100);
  });

  test("that is not here is asked for by its name", async () => {
    const opening = openStored(
      data,
      async () => null,
      () => {},
    );
    await expect(opening).rejects.toThrow('learns from the images "own.zip" (SHA-256 00000000…)');
    await expect(opening).rejects.toMatchObject({ problem: { code: "data-missing", name: "own.zip" } });
  });
});

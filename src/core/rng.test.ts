import { describe, expect, test } from "vitest";
import { permutation, stream, type StreamName } from "./rng.ts";

function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

describe("what a stream gives is frozen, because links promise the same numbers", () => {
  test.each<[StreamName, number[]]>([
    ["init", [2127970510, 3086983566, 1877594546, 1200139892]],
    ["order", [2884413751, 922347304, 515887699, 2384311962]],
    ["augment", [4194548116, 2975861785, 974909408, 2460418199]],
    ["dropout", [2847980924, 480201654, 491162901, 724273716]],
    ["shapes", [3339133003, 4261730176, 776990060, 3390159823]],
  ])("%s with seed 1 and keys 2, 3", (name, expected) => {
    const rng = stream(name, 1, 2, 3);
    expect(draws(4, () => rng.uint32())).toEqual(expected);
  });

  test("normal, uniform and below, one after the other", () => {
    const rng = stream("init", 7);
    expect(draws(3, () => rng.normal())).toEqual([0.7714395160994035, -0.37784651999371066, -0.32225909643567385]);
    expect([rng.uniform(), rng.below(10), rng.below(1_000_003)]).toEqual([0.4963249335393679, 3, 858870]);
  });

  test("a permutation", () => {
    expect([...permutation(10, stream("order", 7, 2, 0))]).toEqual([9, 6, 1, 3, 4, 5, 0, 2, 8, 7]);
  });
});

describe("a stream is its name, its seed and its keys", () => {
  test("the same ones give the same numbers, whatever was drawn elsewhere", () => {
    const first = stream("order", 5, 1);
    stream("augment", 5, 1).normal();
    const second = stream("order", 5, 1);
    expect(draws(9, () => first.uint32())).toEqual(draws(9, () => second.uint32()));
  });

  test("another name, seed, key, order of keys or number of keys gives another stream", () => {
    const firsts = [
      stream("init", 1, 2, 3),
      stream("order", 1, 2, 3),
      stream("init", 2, 2, 3),
      stream("init", 1, 3, 2),
      stream("init", 1, 2),
      stream("init", 1, 2, 3, 0),
      stream("init", 1),
      stream("init", 1, 0),
    ].map((rng) => rng.uint32());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  test.each([-1, 0.5, 2 ** 32, NaN])("%d is refused as a seed and as a key", (value) => {
    expect(() => stream("init", value)).toThrow(RangeError);
    expect(() => stream("init", 1, value)).toThrow(`${value} is no integer`);
  });
});

describe("the numbers are spread as they should be", () => {
  test("below(3) takes each value a third of the time, within 5 standard deviations", () => {
    const rng = stream("order", 1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[rng.below(3)]! += 1;
    for (const count of counts)
      expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (1 / 3) * (2 / 3)));
  });

  test("below draws again where the remainders would be uneven", () => {
    const most = 2 ** 31 + 1; // Nearly half of all 32-bit numbers lie in the incomplete round.
    const rng = stream("order", 1);
    const values = draws(1000, () => rng.below(most));
    expect(Math.max(...values)).toBeLessThan(most);
    expect(values.filter((value) => value < most / 2).length).toBeGreaterThan(400);
    expect(values.filter((value) => value < most / 2).length).toBeLessThan(600);
  });

  test.each([1, 2 ** 32])("below(%i) is allowed, as an end of the range", (n) => {
    expect(stream("order", 1).below(n)).toBe(n === 1 ? 0 : stream("order", 1).uint32());
  });

  test.each([0, -1, 1.5, 2 ** 32 + 1])("below(%d) is refused", (n) => {
    expect(() => stream("order", 1).below(n)).toThrow(RangeError);
  });

  test("uniform stays in [0, 1) and its mean is a half, within 5 standard errors", () => {
    const rng = stream("dropout", 1);
    const values = draws(20_000, () => rng.uniform());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / values.length));
  });

  test("fillNormal has mean 0 and the deviation asked for, within 5 standard errors, and rounds what normal gives", () => {
    const out = new Float32Array(20_000);
    stream("init", 3).fillNormal(out, 0.5);
    const mean = out.reduce((sum, value) => sum + value, 0) / out.length;
    const variance = out.reduce((sum, value) => sum + value ** 2, 0) / out.length;
    expect(Math.abs(mean)).toBeLessThan((5 * 0.5) / Math.sqrt(out.length));
    expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(5 * Math.sqrt(2 / out.length));
    expect(out[0]).toBe(Math.fround(0.5 * stream("init", 3).normal()));
  });

  test.each([0, 1, 2, 257])("a permutation of %i holds each number once", (n) => {
    expect([...permutation(n, stream("order", 4))].toSorted((a, b) => a - b)).toEqual(
      draws(n, () => 0).map((_, i) => i),
    );
  });
});

import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../core/defaults.ts";
import { resnet } from "../../core/families/resnet.ts";
import { matchesOf } from "../../core/matching.ts";
import { expectClose, noise } from "../../testing/numbers.ts";
import { shuffled } from "./shuffled.ts";
import { channelMaps, tapChoices } from "./tap-choice.ts";

const [teacher, student] = [resnet([32, 32, 3], 14, 8, 10), resnet([32, 32, 3], 8, 8, 10)];

describe("the layers to look at", () => {
  test("are the taps of the matched pairs, of both networks", () => {
    const choices = tapChoices(matchesOf(defaultExperiment.method, teacher, student), student);
    expect(choices).toHaveLength(6);
    expect(choices[1]).toEqual({
      name: "section1",
      end: "last",
      teacher: "section1.block2.relu2",
      student: "section1.block1.relu2",
    });
  });

  test("are those of the student's sections where it is alone", () => {
    const choices = tapChoices([], student);
    expect(choices.map(({ student: layer }) => layer)).toContain("section3.block1.relu2");
    expect(choices.every((choice) => choice.teacher === null)).toBe(true);
  });
});

test("maps that lie channel by channel are taken apart", () => {
  expect(channelMaps(Float32Array.of(1, 10, 2, 20, 3, 30), 2)).toEqual([
    Float32Array.of(1, 2, 3),
    Float32Array.of(10, 20, 30),
  ]);
});

describe("the demonstrations", () => {
  const [positions, shape] = [16, [3, 4] as const];
  const original = { first: noise(positions * 3), last: noise(positions * 4, 2), positions, shape };

  test("begin with what the run's maps are", () => {
    expect(shuffled(original, { positions: 0, channels: 0 })).toMatchObject({
      mapsApart: 0,
      matricesApart: 0,
      distance: 0,
    });
  });

  test("permuted positions change the features and leave the matrix", () => {
    const { maps: moved, mapsApart, matricesApart, distance } = shuffled(original, { positions: 1, channels: 0 });
    expect(mapsApart).toBeGreaterThan(0.5);
    expect(matricesApart).toBeLessThan(1e-15);
    expect(distance).toBeLessThan(1e-29);
    expectClose(moved.first.toSorted(), original.first.toSorted(), 0);
  });

  test("shuffled channels change the matrix, each time another way", () => {
    const results = [1, 2, 3, 4].map((channels) => shuffled(original, { positions: 0, channels }));
    const orders = new Set(results.map(({ matrix }) => matrix.join()));
    expect(orders.size).toBeGreaterThan(1);
    expect(Math.max(...results.map(({ distance }) => distance))).toBeGreaterThan(0.01);
    // The traces see singular values, which no order of rows changes.
    expect(Math.max(...results.map(({ rootsApart }) => rootsApart))).toBeLessThan(1e-12);
    for (const { matrix } of results) expectClose(matrix.toSorted(), results[0]!.matrix.toSorted(), 1e-15);
  });
});

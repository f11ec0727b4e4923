import { describe, expect, test } from "vitest";
import { BadInput } from "./bad-input.ts";
import { networkFor } from "./build-network.ts";
import { customFaults } from "./custom-faults.ts";
import { defaultExperiment } from "./defaults.ts";
import { toDocument } from "./document.ts";
import type { CustomBlock, CustomSpec, Experiment } from "./experiment.ts";
import { costsOf, mapShapeOf, nodeOf } from "./network.ts";
import { firstTaps, pairsOf } from "./pairs.ts";

const block: CustomBlock = {
  type: "conv",
  channels: 6,
  kernel: 3,
  stride: 1,
  norm: "batch",
  shortcut: "none",
  pool: "none",
  dropout: 0,
};
const drawn = (...sections: readonly (readonly Partial<CustomBlock>[])[]): CustomSpec => ({
  kind: "custom",
  stem: 5,
  sections: sections.map((blocks) => ({ blocks: blocks.map((change) => ({ ...block, ...change })) })),
});
const size = [32, 32, 3] as const;
const kinds = (spec: CustomSpec) => customFaults(spec, size).map(({ fault }) => fault.kind);

/** One of everything, with no two widths alike. */
const everything = drawn(
  [{}, { shortcut: "identity", dropout: 0.2 }],
  [
    { channels: 9, pool: "max" },
    { channels: 11, kernel: 5, shortcut: "projection" },
  ],
  [
    { channels: 13, type: "depthwise", stride: 2 },
    { channels: 17, norm: "none", pool: "avg", kernel: 1 },
  ],
);

describe("a network drawn by hand", () => {
  const network = networkFor(everything, size, 10);

  test("has the shapes that were drawn, and a pair of two layers in each section", () => {
    const maps = network.sections.map(({ first, last }) => [mapShapeOf(network, first), mapShapeOf(network, last)]);
    expect(maps).toEqual([
      [
        [32, 32, 6],
        [32, 32, 6],
      ],
      [
        [16, 16, 9],
        [16, 16, 11],
      ],
      [
        [8, 8, 13],
        [4, 4, 17],
      ],
    ]);
    expect(nodeOf(network, network.output).shape).toEqual([10]);
    for (const firstTap of firstTaps) {
      for (const { first, last } of Object.values(pairsOf(network, firstTap))) expect(first).not.toBe(last);
    }
  });

  test("has the parameters that were counted by hand", () => {
    const stem = 27 * 5 + 10;
    const first = 9 * 5 * 6 + 12 + (9 * 6 * 6 + 12);
    const second = 9 * 6 * 9 + 18 + (25 * 9 * 11 + 22 + (9 * 11 + 22));
    const third = 9 * 11 + 22 + (11 * 13 + 26) + (13 * 17 + 17);
    expect(costsOf(network).parameters).toBe(stem + first + second + third + 17 * 10 + 10);
  });

  test("has no fault, and travels in a document", () => {
    expect(customFaults(everything, size)).toEqual([]);
    const experiment: Experiment = { ...defaultExperiment, student: everything, method: { kind: "none" } };
    expect(toDocument(structuredClone(experiment))).toEqual(experiment);
  });
});

test.each<[string, CustomSpec, string[]]>([
  ["without a section", drawn(), ["no-tap"]],
  ["with an empty section", drawn([{}], []), ["no-tap"]],
  [
    "whose kernel is larger than its map",
    drawn([{ pool: "max" }, { pool: "max" }, { pool: "max" }, { kernel: 5 }]),
    ["kernel"],
  ],
  ["with a kernel as large as its map", drawn([{}, { pool: "max", stride: 2 }, { pool: "max", kernel: 3 }]), []],
  [
    "that halves a single pixel",
    drawn([{}, ...Array.from({ length: 6 }, () => ({ stride: 2, kernel: 1 }) as const)]),
    ["uneven"],
  ],
  ["that adds unlike channels", drawn([{ channels: 7, shortcut: "identity" }]), ["shortcut"]],
  ["that adds unlike sizes", drawn([{}, { stride: 2, shortcut: "identity" }]), ["shortcut"]],
  ["with two faults", drawn([{ channels: 7, shortcut: "identity" }], []), ["shortcut", "no-tap"]],
])("a network %s has the faults %j, each with a fix", (_name, spec, expected) => {
  const found = customFaults(spec, size);
  expect(found.map(({ fault }) => fault.kind)).toEqual(expected);
  for (const { fixed } of found) expect(kinds(fixed).length).toBeLessThan(expected.length);
});

test("a block of two convolutions sees what its stride leaves, and is refused a kernel that is larger", () => {
  const spec = drawn([{ type: "double", stride: 2 }]);
  expect(kinds(spec)).toEqual([]);
  expect(customFaults(spec, [4, 4, 3])).toMatchObject([{ fault: { kind: "kernel", kernel: 3, map: [2, 2] } }]);
  const document = { ...defaultExperiment, method: { kind: "none" }, student: spec };
  expect(toDocument(structuredClone(document))).toEqual(document);
});

test("fixing one fault after the other ends", () => {
  let spec = drawn(
    Array.from({ length: 16 }, (_, i) => ({ stride: 2, kernel: 7, channels: 4 + i, shortcut: "identity" }) as const),
  );
  let fixes = 0;
  for (let found = customFaults(spec, [36, 20, 3]); found.length > 0; found = customFaults(spec, [36, 20, 3])) {
    spec = found[0]!.fixed;
    fixes++;
  }
  expect(fixes).toBeLessThanOrEqual(48);
  expect(() => networkFor(spec, [36, 20, 3], 10)).not.toThrow();
});

test("a network with a fault is not built, and so has no pair of one layer with itself", () => {
  expect(() => networkFor(drawn([{}], [], [{}]), size, 10)).toThrow(/has no block in section2/);
});

describe("a document refuses a drawn network", () => {
  const given = (student: object) => () => toDocument({ ...defaultExperiment, method: { kind: "none" }, student });
  const wide = Array.from({ length: 32 }, () => ({ ...block, channels: 1024, shortcut: "none" }));
  test.each([
    ["without channels", drawn([{ channels: 0 }]), /channels" is 0; use a whole number from 1 to 1024/],
    ["with a million channels", drawn([{ channels: 1e6 }]), /channels" is 1000000; use a whole number from 1 to 1024/],
    ["over the memory budget", { kind: "custom", stem: 8, sections: [{ blocks: wide }] }, /GB, more than the 4.0 GB/],
    ["with an even kernel", drawn([{ kernel: 4 as 3 }]), /kernel" is 4/],
    [
      "with a shortcut that does not fit",
      drawn([{ shortcut: "identity" }]),
      /student adds maps of 32x32x5 and 32x32x6/,
    ],
    ["with nothing to tap", drawn(), /student has no section/],
  ])("%s in a sentence", (_name, student, sentence) => {
    expect(given(student)).toThrow(BadInput);
    expect(given(student)).toThrow(sentence);
  });
});

test("a drawn teacher that is trained here and cannot be built is refused by its fault", () => {
  const { teacher } = defaultExperiment;
  if (teacher.kind !== "recipe") throw new Error("the default teacher is trained");
  const network = drawn([{ channels: 8, shortcut: "identity" }]);
  const experiment: Experiment = { ...defaultExperiment, teacher: { ...teacher, network } };
  expect(() => toDocument(experiment)).toThrow(BadInput);
});

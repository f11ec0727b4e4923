import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { networkFor } from "./build-network.ts";
import { usualBlock } from "./custom-blocks.ts";
import {
  withBlock,
  withBlockAdded,
  withBlockDuplicated,
  withBlockMoved,
  withSectionAdded,
  withSectionDuplicated,
  withSectionMoved,
  withStem,
  withoutBlock,
  withoutSection,
} from "./custom-edits.ts";
import { customFaults, mendedNetwork } from "./custom-faults.ts";
import { mapsBehind } from "./custom-maps.ts";
import { defaultExperiment } from "./defaults.ts";
import type { CustomSpec } from "./experiment.ts";
import { experimentSchema, mostBlocks, mostSections } from "./experiment.ts";
import { nodeOf } from "./network.ts";
import { anyBlock, anySpec } from "../testing/drawn-specs.ts";

const size = [32, 32, 3] as const;
const place = fc.record({ section: fc.nat(mostSections), block: fc.nat(6) });
/** A change of a network, which may ask for what is not there. */
const anyEdit: fc.Arbitrary<(spec: CustomSpec) => CustomSpec | null> = fc.oneof(
  fc.integer({ min: 1, max: 1024 }).map((stem) => (spec: CustomSpec) => withStem(spec, stem)),
  fc.tuple(place, anyBlock).map(
    ([at, change]) =>
      (spec: CustomSpec) =>
        withBlock(spec, at, change),
  ),
  place.map((at) => (spec: CustomSpec) => withBlockAdded(spec, at)),
  place.map((at) => (spec: CustomSpec) => withoutBlock(spec, at)),
  place.map((at) => (spec: CustomSpec) => withBlockDuplicated(spec, at)),
  fc.tuple(place, place).map(
    ([from, to]) =>
      (spec: CustomSpec) =>
        withBlockMoved(spec, from, to),
  ),
  fc.nat(9).map((at) => (spec: CustomSpec) => withSectionAdded(spec, at, size)),
  fc.nat(9).map((at) => (spec: CustomSpec) => withoutSection(spec, at)),
  fc.nat(9).map((at) => (spec: CustomSpec) => withSectionDuplicated(spec, at)),
  fc.tuple(fc.nat(9), fc.nat(9)).map(
    ([from, to]) =>
      (spec: CustomSpec) =>
        withSectionMoved(spec, from, to),
  ),
);
const keepsSchema = (student: CustomSpec) => v.safeParse(experimentSchema, { ...defaultExperiment, student }).success;

describe("any edits, one after the other", () => {
  test("keep a network that the schema takes", () => {
    fc.assert(
      fc.property(anySpec, fc.array(anyEdit, { maxLength: 12 }), (spec, edits) => {
        const edited = edits.reduce((network, edit) => edit(network) ?? network, spec);
        expect(keepsSchema(edited)).toBe(true);
      }),
    );
  });

  test("and then every fix leave a network without a fault, whose maps are as foretold", () => {
    fc.assert(
      fc.property(anySpec, fc.array(anyEdit, { maxLength: 6 }), (spec, edits) => {
        const edited = edits.reduce((network, edit) => edit(network) ?? network, spec);
        const mended = mendedNetwork(edited, size);
        expect(customFaults(mended, size)).toEqual([]);
        expect(keepsSchema(mended)).toBe(true);
        const network = networkFor(mended, size, 10);
        const ends = mapsBehind(mended, size).map((maps) => maps.at(-1));
        expect(network.sections.map(({ last }) => nodeOf(network, last).shape)).toEqual(ends);
      }),
      { numRuns: 60 },
    );
  });

  test("never change the network that they were given", () => {
    fc.assert(
      fc.property(anySpec, anyEdit, (spec, edit) => {
        const before = JSON.stringify(spec);
        edit(spec);
        expect(JSON.stringify(spec)).toBe(before);
      }),
    );
  });
});

const three: CustomSpec = {
  kind: "custom",
  stem: 4,
  sections: [
    { blocks: [1, 2].map((channels) => ({ ...usualBlock, channels })) },
    { blocks: [{ ...usualBlock, channels: 3, stride: 2, shortcut: "projection" }] },
  ],
};
const widths = (spec: CustomSpec | null) => spec?.sections.map(({ blocks }) => blocks.map(({ channels }) => channels));

describe("an edit", () => {
  test("moves a block within its section, and into another", () => {
    const first = { section: 0, block: 0 };
    expect(widths(withBlockMoved(three, first, { section: 0, block: 1 }))).toEqual([[2, 1], [3]]);
    expect(widths(withBlockMoved(three, first, { section: 1, block: 1 }))).toEqual([[2], [3, 1]]);
    expect(withBlockMoved(three, first, { section: 1, block: 2 })).toBeNull();
  });

  test("moves a section there and back", () => {
    const there = withSectionMoved(three, 0, 1)!;
    expect(widths(there)).toEqual([[3], [1, 2]]);
    expect(withSectionMoved(there, 1, 0)).toEqual(three);
  });

  test("adds a block that changes neither the size nor the channels of its maps", () => {
    expect(widths(withBlockAdded(three, { section: 1, block: 1 }))).toEqual([
      [1, 2],
      [3, 3],
    ]);
    expect(widths(withBlockAdded(three, { section: 0, block: 0 }))).toEqual([[4, 1, 2], [3]]);
  });

  test("duplicates a block that halves its map into one that does not", () => {
    const copied = withBlockDuplicated(three, { section: 1, block: 0 })!;
    expect(copied.sections[1]!.blocks[1]).toMatchObject({ channels: 3, stride: 1, pool: "none", shortcut: "identity" });
    expect(customFaults(copied, size)).toEqual([]);
  });

  test("adds a section that halves the maps, where they can be halved", () => {
    expect(withSectionAdded(three, 2, size)!.sections[2]!.blocks).toMatchObject([{ channels: 3, stride: 2 }]);
    expect(withSectionAdded(three, 2, [6, 6, 3])!.sections[2]!.blocks).toMatchObject([{ stride: 1 }]);
    expect(withSectionAdded(three, 0, size)!.sections[0]!.blocks).toMatchObject([{ channels: 4, stride: 1 }]);
  });

  test("gives null where the document has no room", () => {
    const full: CustomSpec = {
      ...three,
      sections: Array.from({ length: mostSections }, () => ({
        blocks: Array.from({ length: mostBlocks }, () => usualBlock),
      })),
    };
    expect(withSectionAdded(full, 0, size)).toBeNull();
    expect(withSectionDuplicated(full, 0)).toBeNull();
    expect(withBlockAdded(full, { section: 0, block: 0 })).toBeNull();
    expect(withBlockMoved(full, { section: 0, block: 0 }, { section: 1, block: 0 })).toBeNull();
  });
});
